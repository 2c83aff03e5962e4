import { useId, type ComponentProps, type ReactNode } from "react";

const BOX =
  "w-full min-h-12 border border-edge bg-white px-3.5 py-2.5 text-base text-ink placeholder:text-soft focus:border-moss focus:outline-2 focus:-outline-offset-1 focus:outline-moss aria-invalid:border-alarm [&[readonly]]:border-line [&[readonly]]:bg-bone";

type About = { label: string; hint?: ReactNode; error?: ReactNode; optional?: string };

/** A labelled input; its hint and its error are read out with it. */
export function Field({ label, hint, error, optional, ...input }: About & ComponentProps<"input">) {
  const id = useId();
  return (
    <Labelled id={id} {...{ label, hint, error, optional }}>
      <input id={id} className={BOX} {...described(id, { label, hint, error })} {...input} />
    </Labelled>
  );
}

export function SelectField({
  label,
  hint,
  error,
  optional,
  ...select
}: About & ComponentProps<"select">) {
  const id = useId();
  return (
    <Labelled id={id} {...{ label, hint, error, optional }}>
      <select id={id} className={BOX} {...described(id, { label, hint, error })} {...select} />
    </Labelled>
  );
}

function described(id: string, { hint, error }: About) {
  const ids = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean);
  return { "aria-describedby": ids.join(" ") || undefined, "aria-invalid": error ? true : undefined };
}

function Labelled({
  id,
  label,
  hint,
  error,
  optional,
  children,
}: About & { id: string; children: ReactNode }) {
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 flex justify-between gap-4 text-sm font-medium">
        {label}
        {optional && <span className="font-normal text-soft">{optional}</span>}
      </label>
      {children}
      {hint && (
        <p id={`${id}-hint`} className="mt-1.5 text-sm text-soft">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="mt-1.5 text-sm font-medium text-alarm">
          {error}
        </p>
      )}
    </div>
  );
}
