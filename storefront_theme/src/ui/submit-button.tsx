"use client";

import type { ComponentProps } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "./button";

type Props = ComponentProps<typeof Button> & { pendingText: string };

/** Sends its form, once: until the answer is there it says so and takes no second press. */
export function SubmitButton({ children, pendingText, ...rest }: Props) {
  const { pending } = useFormStatus();
  const refuse = pending ? (event: React.MouseEvent) => event.preventDefault() : undefined;
  return (
    <Button type="submit" aria-disabled={pending} onClick={refuse} {...rest}>
      <span aria-live="polite">{pending ? pendingText : children}</span>
    </Button>
  );
}
