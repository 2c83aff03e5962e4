"use client";

import { useState, useSyncExternalStore } from "react";
import { Button } from "@/ui/button";

const never = () => () => {};

/** There only where scripts run; without them the link is selected by hand. */
export function CopyButton({ text, words }: { text: string; words: { copy: string; copied: string } }) {
  const runs = useSyncExternalStore(never, () => true, () => false);
  const [copied, setCopied] = useState(false);
  if (!runs) return null;
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <Button onClick={copy} className="min-w-32">
      <span aria-live="polite">{copied ? words.copied : words.copy}</span>
    </Button>
  );
}
