/**
 * The schema that the documents are checked against: what the sandbox store speaks, with the
 * plugin's own part. Both stand in this repository, so no published Saleor schema is copied.
 *
 * Invariant: it holds nothing that the sandbox does not answer.
 */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { buildSchema } from "graphql";

const ROOT = join(import.meta.dirname, "..", "..");
const AREAS = join(ROOT, "sandbox", "saleor", "graphql");
const SCALARS = ["CountryCode", "Date", "DateTime", "Day", "Decimal", "GenericScalar", "JSON"]
  .concat(["JSONString", "Metadata", "Minute", "PermissionEnum", "PositiveDecimal", "PositiveInt"])
  .concat(["UUID", "Hour", "NonNegativeInt"]);
const PAGE_INFO =
  "type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }";

export function storeSchema() {
  return buildSchema(storeSdl(), { assumeValidSDL: true });
}

function storeSdl() {
  const areas = readdirSync(AREAS, { recursive: true }).filter((name) =>
    name.endsWith("schema.graphql"),
  );
  const sandbox = areas.map((name) => readFileSync(join(AREAS, name), "utf8")).join("\n");
  const plugin = readFileSync(join(ROOT, "docs", "mlm.graphql"), "utf8");
  const spoken = modern(`${sandbox}\n${plugin}`);
  const scalars = SCALARS.filter((name) => !spoken.includes(`enum ${name} `));
  return [
    "type Query type Mutation directive @needs(any: String) on FIELD_DEFINITION",
    ...scalars.map((name) => `scalar ${name}`),
    PAGE_INFO,
    ...connections(spoken),
    spoken,
  ].join("\n");
}

/** The sandbox's files are in graphene 2's older notation, each area with a Query of its own. */
function modern(sdl) {
  return sdl
    .replace(/implements ([\w ]+?) \{/g, (_, names) => `implements ${names.split(" ").join(" & ")} {`)
    .replace(/^type (Query|Mutation) /gm, "extend type $1 ")
    .replace(/^(type \w+ implements [^{]*ObjectWithMetadata[^{]*\{)/gm, `$1 ${metadataOf(sdl)}`);
}

function metadataOf(sdl) {
  return /interface ObjectWithMetadata \{([^}]*)\}/.exec(sdl)[1];
}

function connections(sdl) {
  const names = new Set([...sdl.matchAll(/(\w+)CountableConnection/g)].map((found) => found[1]));
  return [...names].map(
    (name) => `type ${name}CountableConnection {
  pageInfo: PageInfo! edges: [${name}CountableEdge!]! totalCount: Int }
type ${name}CountableEdge { node: ${name}! cursor: String! }`,
  );
}
