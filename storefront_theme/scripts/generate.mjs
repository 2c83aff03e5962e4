/** Types for every document in src/graphql, written to src/graphql/documents.ts. */
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { codegen } from "@graphql-codegen/core";
import * as documentNode from "@graphql-codegen/typed-document-node";
import * as operations from "@graphql-codegen/typescript-operations";
import { parse, printSchema } from "graphql";
import { storeSchema } from "./schema.mjs";

const FOLDER = join(import.meta.dirname, "..", "src", "graphql");
const TARGET = join(FOLDER, "documents.ts");
const SCALARS = { CountryCode: "string", Date: "string", DateTime: "string", Decimal: "number" };

const schema = storeSchema();
const documents = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".graphql"))
  .map((name) => ({ location: name, document: parse(readFileSync(join(FOLDER, name), "utf8")) }));
const config = {
  useTypeImports: true,
  enumType: "string-literal",
  skipTypename: true,
  documentMode: "string",
  defaultScalarType: "string",
  scalars: { ...SCALARS, ID: "string", PositiveDecimal: "number" },
};
const text = await codegen({
  filename: TARGET,
  schema: parse(printSchema(schema)),
  schemaAst: schema,
  documents,
  config,
  plugins: [{ operations: {} }, { documentNode: {} }],
  pluginMap: { operations, documentNode },
});
writeFileSync(TARGET, text);
