"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/ui/button";
import { Container } from "@/ui/container";
import { EmptyState } from "@/ui/empty-state";

/** What no page expected. The store being away is not among it: see saleor/guarded.tsx. */
export default function PageError({ reset }: { reset: () => void }) {
  const t = useTranslations("error");
  return (
    <Container className="py-20 md:py-32">
      <EmptyState title={t("title")} text={t("text")}>
        <Button onClick={reset}>{t("again")}</Button>
      </EmptyState>
    </Container>
  );
}
