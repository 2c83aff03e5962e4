import { CORK, DARK, INK, MATERIALS, PAPER, type Tone } from "./palette";
import { Group, Label, Round, Twig } from "./parts";
import { Bottle, Dropper, Jar, type Shape } from "./vessels";

/** Things that hold nothing: bars, cloths, boxes, cards. They stand on (0, 0) as vessels do. */
export const Soap: Shape = ({ tone }) => (
  <g>
    <Bar y={-64} x={6} tone={{ base: "#e9dcc4", shade: "#d7c6a8" }} band={tone} />
    <Group x={-14} y={-64}>
      <Bar y={-64} x={0} tone={tone} />
      <rect x={-78} y={-52} width={140} height={38} rx={8} fill="none" stroke={tone.shade} strokeWidth="2" />
      <text x={-8} y={-27} textAnchor="middle" fill={tone.shade} fontFamily="var(--font-serif)" fontSize="17" letterSpacing="3">
        ALDER
      </text>
    </Group>
  </g>
);

function Bar({ x, y, tone, band }: { x: number; y: number; tone: Tone; band?: Tone }) {
  return (
    <g>
      <Round x={x - 106} y={y} w={212} h={64} r={16} tone={tone} />
      {band && <rect x={x - 34} y={y} width={68} height={64} fill={PAPER} />}
      {band && <rect x={x - 34} y={y + 26} width={68} height={12} fill={band.base} />}
    </g>
  );
}

export const Pouch: Shape = ({ tone }) => (
  <g>
    <path d="M-92 0L-84 -206H84L92 0Q94 4 88 4H-88Q-94 4 -92 0Z" fill={tone.base} />
    <path d="M34 -206H84L92 0Q94 4 88 4H40Z" fill={tone.shade} />
    <path d="M-84 -204L-80 -252H80L84 -204Z" fill={CORK.base} />
    <path d="M34 -204V-252H80L84 -204Z" fill={CORK.shade} />
    <circle cx={0} cy={-230} r={4} fill={DARK.base} />
    <Label x={-56} y={-158} w={112} h={100} on={tone === MATERIALS.cream ? "light" : "dark"} />
    <Twig x={-2} y={-20} size={40} lean={8} />
  </g>
);

export const Textile: Shape = ({ tone }) => (
  <g>
    {[0, 1, 2, 3].map((fold) => (
      <Group key={fold} x={fold % 2 ? 3 : -3} y={-fold * 50}>
        <Round x={-124} y={-50} w={248} h={50} r={24} tone={fold === 1 ? MATERIALS.clay : tone} />
        <path d="M-100 -25H116" stroke={fold === 1 ? MATERIALS.clay.shade : tone.shade} strokeWidth="2.5" />
      </Group>
    ))}
    <rect x={-30} y={-203} width={60} height={203} fill={PAPER} opacity="0.94" />
    <rect x={-30} y={-203} width={60} height={203} fill="none" stroke={tone.shade} />
    <text transform="translate(4 -102) rotate(-90)" textAnchor="middle" fill={INK} fontFamily="var(--font-serif)" fontSize="12" letterSpacing="2">
      ALDER & FEN
    </text>
  </g>
);

export const Set: Shape = ({ tone }) => (
  <g>
    <Group x={-62} y={-90} scale={0.72}>
      <Bottle tone={tone} />
    </Group>
    <Group x={6} y={-96} scale={0.66}>
      <Dropper tone={MATERIALS.amber} />
    </Group>
    <Group x={76} y={-96} scale={0.5}>
      <Jar tone={MATERIALS.cream} />
    </Group>
    <Twig x={118} y={-90} size={110} lean={16} />
    <Round x={-140} y={-112} w={280} h={112} r={3} tone={CORK} />
    <rect x={-140} y={-112} width={280} height={8} fill="#fff" opacity="0.2" />
    <Label x={-70} y={-88} w={140} h={64} />
  </g>
);

export const Card: Shape = ({ tone }) => (
  <g>
    <g transform="translate(14 -96) rotate(7)">
      <rect x={-128} y={-84} width={256} height={168} fill={CORK.base} />
      <path d="M-128 -84L0 16L128 -84Z" fill={CORK.shade} />
    </g>
    <g transform="translate(-16 -128) rotate(-6)">
      <rect x={-122} y={-78} width={244} height={156} fill={MATERIALS.moss.shade} opacity="0.35" transform="translate(4 5)" />
      <rect x={-122} y={-78} width={244} height={156} fill={tone === MATERIALS.cream ? PAPER : tone.base} />
      <rect x={-110} y={-66} width={220} height={132} fill="none" stroke={MATERIALS.moss.base} />
      <Twig x={-66} y={48} size={84} lean={-8} />
      <text x={32} y={-4} textAnchor="middle" fill={INK} fontFamily="var(--font-serif)" fontSize="16" letterSpacing="1.5">
        ALDER & FEN
      </text>
      <text x={32} y={18} textAnchor="middle" fill={INK} fontFamily="var(--font-serif)" fontStyle="italic" fontSize="13">
        with love
      </text>
    </g>
  </g>
);
