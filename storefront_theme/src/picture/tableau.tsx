import type { ShapeName } from "./drawing";
import { GROUNDS, MATERIALS, type Ground, type Material } from "./palette";
import { Group, Shadow, Twig } from "./parts";
import { DRAWN } from "./still-life";

export type Thing = { shape: ShapeName; material: Material; x: number; y: number; scale: number };
type Props = { things: readonly Thing[]; ground: Ground; className?: string };

const [WIDTH, HEIGHT, TABLE] = [900, 1000, 720];

/** Several things on one table before an arched window; the ones behind come first. */
export function Tableau({ things, ground, className }: Props) {
  const { wall, table, form, shadow } = GROUNDS[ground];
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="xMidYMax slice"
      aria-hidden="true"
      className={className}
    >
      <rect width={WIDTH} height={HEIGHT} fill={wall} />
      <path d={`M190 ${TABLE}V400Q190 140 450 140Q710 140 710 400V${TABLE}Z`} fill={form} />
      <circle cx="560" cy="330" r="92" fill={wall} />
      <rect y={TABLE} width={WIDTH} height={HEIGHT - TABLE} fill={table} />
      <Twig x={706} y={800} size={430} lean={9} />
      <Twig x={668} y={806} size={300} lean={-20} />
      {things.map(({ shape, x, y, scale }) => (
        <Shadow key={x} x={x} y={y} w={DRAWN[shape].foot * scale} fill={shadow} />
      ))}
      {things.map(({ shape, material, x, y, scale }) => {
        const Body = DRAWN[shape].shape;
        return (
          <Group key={x} x={x} y={y} scale={scale}>
            <Body tone={MATERIALS[material]} />
          </Group>
        );
      })}
    </svg>
  );
}
