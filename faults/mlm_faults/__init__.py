"""Faults on demand for a store that runs saleor_mlm: test-only, and never in its wheel.

Does nothing at all unless the store's environment says MLM_FAULTS=1. What it is told over HTTP
(plugin.py) stands in the file that MLM_FAULTS_FILE names (state.py), where the web, worker and beat
processes of the store read it.
"""
