import type { ReactNode } from "react";

export type Column<Row> = {
  heading: string;
  cell: (row: Row) => ReactNode;
  align?: "left" | "right";
  /** Left out on narrow screens. */
  wideOnly?: boolean;
};

type Props<Row> = {
  caption: string;
  columns: Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
};

/** Rows under headings. `caption` is for those who do not see the page around it. */
export function Table<Row>({ caption, columns, rows, rowKey }: Props<Row>) {
  return (
    <table className="w-full border-collapse text-[0.9375rem]">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr className="border-b border-ink/70">
          {columns.map((column) => (
            <th key={column.heading} scope="col" className={`label py-3 text-soft ${side(column)}`}>
              {column.heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)} className="border-b border-line">
            {columns.map((column) => (
              <td key={column.heading} className={`py-4 align-top ${side(column)}`}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function side<Row>({ align = "left", wideOnly }: Column<Row>) {
  const text = align === "right" ? "text-right pl-4 tabular-nums" : "text-left pr-4";
  return wideOnly ? `hidden md:table-cell ${text}` : text;
}
