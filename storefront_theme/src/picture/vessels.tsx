import { CORK, DARK, MATERIALS, PAPER, type Tone } from "./palette";
import { Gleam, Label, Round } from "./parts";

/** Things that hold something. Each stands on (0, 0) and rises upwards; `tone` is its body. */
export type Shape = (props: { tone: Tone }) => React.ReactElement;

const capOf = (tone: Tone) => (tone === MATERIALS.cream ? CORK : DARK);
const isDark = (tone: Tone) => tone !== MATERIALS.cream;
const printed = (tone: Tone) => (isDark(tone) ? "dark" : "light");

function Shoulders({ w, h, neck, top, tone }: { w: number; h: number; neck: number; top: number; tone: Tone }) {
  const [half, slope] = [w / 2, 26];
  const right = `M${w * 0.16} ${-h - slope * 0.75}Q${half} ${-h} ${half} ${-h + slope}V-9q0 9 -9 9H${w * 0.16}Z`;
  return (
    <g>
      <path
        d={`M${-neck} ${-top}V${-h - slope}Q${-half} ${-h} ${-half} ${-h + slope}V-9q0 9 9 9H${half - 9}q9 0 9 -9V${-h + slope}Q${half} ${-h} ${neck} ${-h - slope}V${-top}Z`}
        fill={tone.base}
      />
      <path d={right} fill={tone.shade} />
      <Gleam x={-half + 9} y={-h + slope + 6} w={6} h={h - slope - 26} />
    </g>
  );
}

export const Bottle: Shape = ({ tone }) => (
  <g>
    <Shoulders w={112} h={190} neck={19} top={226} tone={tone} />
    <Round x={-23} y={-268} w={46} h={46} r={4} tone={capOf(tone)} />
    <Label x={-43} y={-140} w={86} h={92} />
  </g>
);

export const Dropper: Shape = ({ tone }) => (
  <g>
    <Shoulders w={118} h={132} neck={20} top={166} tone={tone} />
    <Round x={-24} y={-196} w={48} h={36} r={3} tone={DARK} />
    <path d="M-15 -194V-232Q-15 -256 0 -256Q15 -256 15 -232V-194Z" fill={isDark(tone) ? CORK.base : DARK.base} />
    <path d="M4 -194V-255Q15 -252 15 -232V-194Z" fill={isDark(tone) ? CORK.shade : DARK.shade} />
    <Label x={-45} y={-104} w={90} h={76} />
  </g>
);

export const Pump: Shape = ({ tone }) => (
  <g>
    <Round x={-66} y={-196} w={132} h={196} r={14} tone={tone} glass />
    <Round x={-26} y={-218} w={52} h={24} r={4} tone={DARK} />
    <rect x={-6} y={-246} width={12} height={30} fill={DARK.shade} />
    <path d="M-66 -262Q-66 -270 -56 -270H20Q28 -270 28 -262V-246H-22Q-50 -246 -54 -240L-62 -240Q-66 -240 -66 -246Z" fill={DARK.base} />
    <path d="M8 -270H20Q28 -270 28 -262V-246H8Z" fill={DARK.shade} />
    <Label x={-46} y={-150} w={92} h={104} on={tone === MATERIALS.amber ? "paper" : printed(tone)} />
  </g>
);

export const Jar: Shape = ({ tone }) => (
  <g>
    <Round x={-96} y={-92} w={192} h={92} r={16} tone={tone} glass />
    <Round x={-100} y={-138} w={200} h={50} r={6} tone={capOf(tone)} />
    <Label x={-58} y={-74} w={116} h={56} on={printed(tone)} />
  </g>
);

export const Tin: Shape = ({ tone }) => (
  <g>
    <circle cx={44} cy={-86} r={86} fill={tone.shade} />
    <circle cx={38} cy={-86} r={84} fill={tone.base} />
    <circle cx={38} cy={-86} r={70} fill="none" stroke={PAPER} strokeWidth="1" opacity="0.7" />
    <Label x={-22} y={-116} w={120} h={60} on="dark" />
    <Round x={-122} y={-42} w={150} h={42} r={5} tone={tone} />
    <ellipse cx={-47} cy={-42} rx={75} ry={13} fill={tone.shade} />
    <ellipse cx={-47} cy={-41} rx={66} ry={10} fill="#ecd9a8" />
    <path d="M-98 -42Q-64 -54 -30 -40" stroke={PAPER} strokeWidth="3" fill="none" opacity="0.8" />
  </g>
);

export const Tube: Shape = ({ tone }) => (
  <g>
    <path d="M-62 -282H62L46 -40H-46Z" fill={tone.base} />
    <path d="M24 -282H62L46 -40H16Z" fill={tone.shade} />
    <rect x={-62} y={-290} width={124} height={16} fill={tone.shade} />
    <path d="M-50 -274V-290M-30 -274V-290M-10 -274V-290M10 -274V-290M30 -274V-290M50 -274V-290" stroke={tone.base} strokeWidth="1.5" opacity="0.7" />
    <Round x={-42} y={-42} w={84} h={42} r={5} tone={capOf(tone)} />
    <Label x={-48} y={-206} w={96} h={110} on={printed(tone)} />
    {!isDark(tone) && <rect x={-56} y={-238} width={112} height={5} fill={MATERIALS.clay.base} />}
  </g>
);

export const Candle: Shape = ({ tone }) => (
  <g>
    <path d="M0 -196C-16 -222 -6 -238 2 -258C10 -236 18 -222 0 -196Z" fill="#f3c677" />
    <path d="M0 -196C-8 -210 -3 -218 2 -230C6 -216 9 -208 0 -196Z" fill="#fdf1d3" />
    <rect x={-1.5} y={-202} width={3} height={26} fill={DARK.shade} />
    <Round x={-80} y={-178} w={160} h={178} r={12} tone={tone} glass />
    <ellipse cx={0} cy={-176} rx={78} ry={13} fill={tone.shade} />
    <ellipse cx={0} cy={-174} rx={70} ry={9} fill="#efe3c8" />
    <Label x={-46} y={-118} w={92} h={82} />
  </g>
);

export const Diffuser: Shape = ({ tone }) => (
  <g>
    {[-74, -48, -20, 6, 34, 62, 84].map((x) => (
      <path key={x} d={`M${x / 9} -130L${x} ${-344 + Math.abs(x) * 0.35}`} stroke={CORK.shade} strokeWidth="3.2" strokeLinecap="round" />
    ))}
    <Shoulders w={150} h={100} neck={20} top={140} tone={tone} />
    <Round x={-25} y={-152} w={50} h={26} r={3} tone={CORK} />
    <Label x={-48} y={-84} w={96} h={58} />
  </g>
);

export const Perfume: Shape = ({ tone }) => (
  <g>
    <Round x={-92} y={-172} w={184} h={172} r={10} tone={{ base: "#f3e7d4", shade: "#e3d2b8" }} />
    <Round x={-78} y={-134} w={156} h={120} r={5} tone={tone} glass />
    <Round x={-20} y={-190} w={40} h={20} r={2} tone={CORK} />
    <Round x={-40} y={-252} w={80} h={64} r={5} tone={DARK} />
    <Label x={-44} y={-110} w={88} h={70} />
  </g>
);
