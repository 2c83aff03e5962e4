"use client";

/** The last page: even the layout failed, so it brings its own few styles and words. */
export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang="en">
      <body style={{ fontFamily: "Georgia, serif", padding: "15vh 8vw", background: "#f7f3ec" }}>
        <h1>Something on our side broke</h1>
        <p>Nothing of your order is lost. Please try again in a moment.</p>
        <button onClick={reset}>Try again</button>
      </body>
    </html>
  );
}
