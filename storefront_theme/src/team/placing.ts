import "server-only";
import { WaitingDocument, type HeldFragment } from "@/graphql/documents";
import { ask } from "@/saleor/client";

/** More than ever wait for one person; the ones that wait longest come first. */
export const WAITING_MAX = 100;

/** Who waits in a position that the viewer may place; null where nobody waits in it any more. */
export async function waiting(position: string, token: string): Promise<HeldFragment | null> {
  const { mlmMe } = await ask(WaitingDocument, { first: WAITING_MAX }, token);
  const held = mlmMe?.holdingTank.edges.map(({ node }) => node) ?? [];
  return held.find((one) => one.position.id === position) ?? null;
}
