import type { ReactNode } from "react";
import { INK, LEAF, PAPER, type Tone } from "./palette";

type Box = { x: number; y: number; w: number; h: number };

/** Something round seen from the front: its right third lies in shadow, light runs down its left. */
export function Round({ x, y, w, h, r = 8, tone, glass }: Box & { r?: number; tone: Tone; glass?: boolean }) {
  const edge = x + w * 0.66;
  return (
    <g>
      <rect {...{ x, y, rx: r, fill: tone.base }} width={w} height={h} />
      <path
        d={`M${edge} ${y}H${x + w - r}q${r} 0 ${r} ${r}V${y + h - r}q0 ${r} ${-r} ${r}H${edge}Z`}
        fill={tone.shade}
      />
      {glass && <Gleam x={x + w * 0.09} y={y + h * 0.08} h={h * 0.84} w={w * 0.05} />}
    </g>
  );
}

export function Gleam({ x, y, w, h }: Box) {
  return <rect x={x} y={y} width={w} height={h} rx={w / 2} fill="#fff" opacity="0.28" />;
}

/** The brand and two lines nobody needs to read: on a paper label, or printed on what it is on. */
export function Label({ x, y, w, h, on = "paper" }: Box & { on?: "paper" | "light" | "dark" }) {
  const middle = x + w / 2;
  const size = Math.min(9, w / 9);
  const ink = on === "dark" ? PAPER : INK;
  return (
    <g fill={ink}>
      {on === "paper" && <rect x={x} y={y} width={w} height={h} fill={PAPER} />}
      <text
        x={middle}
        y={y + h * 0.42}
        textAnchor="middle"
        fontFamily="var(--font-serif)"
        fontSize={size}
        letterSpacing={size * 0.12}
      >
        ALDER & FEN
      </text>
      <rect x={middle - w * 0.22} y={y + h * 0.56} width={w * 0.44} height="1" opacity="0.6" />
      <rect x={middle - w * 0.15} y={y + h * 0.68} width={w * 0.3} height="1" opacity="0.6" />
    </g>
  );
}

const LEAVES = [
  [0.18, -34, 30],
  [0.32, 38, 34],
  [0.46, -36, 34],
  [0.6, 40, 32],
  [0.74, -34, 28],
  [0.86, 36, 24],
  [0.98, 4, 24],
] as const;

/** A twig that grows from (x, y) upwards; `lean` in degrees, `size` in pixels. */
export function Twig({ x, y, size, lean, tone = LEAF }: { x: number; y: number; size: number; lean: number; tone?: Tone }) {
  const bend = size * 0.1;
  return (
    <g transform={`translate(${x} ${y}) rotate(${lean})`}>
      <path d={`M0 0Q${bend} ${-size / 2} 0 ${-size}`} stroke={tone.shade} strokeWidth="2.2" fill="none" />
      {LEAVES.map(([at, turn, length], index) => {
        const scale = (length * size) / 220;
        const bow = 2 * bend * at * (1 - at);
        return (
          <path
            key={at}
            transform={`translate(${bow} ${-size * at}) rotate(${turn})`}
            d={`M0 0C${-scale * 0.42} ${-scale * 0.4} ${-scale * 0.34} ${-scale * 0.95} 0 ${-scale * 1.45}C${scale * 0.34} ${-scale * 0.95} ${scale * 0.42} ${-scale * 0.4} 0 0Z`}
            fill={index % 2 ? tone.shade : tone.base}
          />
        );
      })}
    </g>
  );
}

/** What stands on the table throws a long soft shadow to the right. */
export function Shadow({ x, y, w, fill }: { x: number; y: number; w: number; fill: string }) {
  return (
    <path
      d={`M${x - w / 2} ${y}q0 -9 12 -9H${x + w / 2}L${x + w / 2 + w * 0.55} ${y - 20}q14 2 6 10L${x + w / 2 - 4} ${y + 9}H${x - w / 2 + 10}q-10 0 -10 -9Z`}
      fill={fill}
      opacity="0.55"
    />
  );
}

export function Group({ x, y, scale = 1, children }: { x: number; y: number; scale?: number; children: ReactNode }) {
  return <g transform={`translate(${x} ${y}) scale(${scale})`}>{children}</g>;
}
