import type { Drawing, ShapeName } from "./drawing";
import { Card, Pouch, Set, Soap, Textile } from "./goods";
import { GROUNDS, MATERIALS } from "./palette";
import { Group, Shadow, Twig } from "./parts";
import {
  Bottle,
  Candle,
  Diffuser,
  Dropper,
  Jar,
  Perfume,
  Pump,
  Tin,
  Tube,
  type Shape,
} from "./vessels";

/** Each shape, the width of its foot and how large it is drawn. */
export const DRAWN: Record<ShapeName, { shape: Shape; foot: number; scale: number }> = {
  bottle: { shape: Bottle, foot: 112, scale: 1.12 },
  dropper: { shape: Dropper, foot: 118, scale: 1.1 },
  pump: { shape: Pump, foot: 132, scale: 1.06 },
  jar: { shape: Jar, foot: 192, scale: 1.08 },
  tin: { shape: Tin, foot: 240, scale: 1 },
  tube: { shape: Tube, foot: 84, scale: 1 },
  candle: { shape: Candle, foot: 160, scale: 1.08 },
  diffuser: { shape: Diffuser, foot: 150, scale: 0.98 },
  perfume: { shape: Perfume, foot: 184, scale: 1 },
  soap: { shape: Soap, foot: 212, scale: 1.1 },
  pouch: { shape: Pouch, foot: 184, scale: 1.04 },
  textile: { shape: Textile, foot: 248, scale: 1 },
  set: { shape: Set, foot: 280, scale: 1 },
  card: { shape: Card, foot: 0, scale: 1.1 },
};
const FLOOR = 400;

/** A product as a quiet picture, 4:5. Decoration: the product's name stands beside it. */
export function StillLife({ drawing, className }: { drawing: Drawing; className?: string }) {
  const ground = GROUNDS[drawing.ground];
  const { shape: Body, foot, scale } = DRAWN[drawing.shape];
  const hasTwig = drawing.backdrop === "arch" && drawing.shape !== "set";
  return (
    <svg viewBox="0 0 400 500" aria-hidden="true" className={className}>
      <rect width="400" height="500" fill={ground.wall} />
      {drawing.backdrop === "arch" && (
        <path d="M78 372V196Q78 74 200 74Q322 74 322 196V372Z" fill={ground.form} />
      )}
      {drawing.backdrop === "disc" && <circle cx="206" cy="212" r="132" fill={ground.form} />}
      <rect y="368" width="400" height="132" fill={ground.table} />
      {foot > 0 && <Shadow x={200} y={FLOOR} w={foot * scale} fill={ground.shadow} />}
      {hasTwig && <Twig x={268} y={392} size={190} lean={14} />}
      <Group x={200} y={FLOOR + 2} scale={scale}>
        <Body tone={MATERIALS[drawing.material]} />
      </Group>
    </svg>
  );
}
