import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { encode } from "uqr";
import { CopyButton } from "@/account/copy-button";
import { absolute } from "@/account/link";
import { NotDistributor } from "@/account/not-distributor";
import { AccountShell } from "@/account/shell";
import { MyLinkDocument } from "@/graphql/documents";
import { paths } from "@/paths";
import { ask } from "@/saleor/client";
import { guarded } from "@/saleor/guarded";
import { requireToken } from "@/saleor/session";
import { Notice } from "@/ui/notice";
import { PageTitle } from "@/ui/page-title";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("link");
  return { title: t("title"), robots: { index: false } };
}

async function MyLink(props: PageProps<"/[channel]/account/link">) {
  const { channel } = await props.params;
  const token = await requireToken(channel, paths.link(channel));
  const { mlmMe, mlmTrees } = await ask(MyLinkDocument, { channel }, token);
  if (!mlmMe) return <NotDistributor channel={channel} current="link" />;
  const t = await getTranslations("link");
  const address = absolute(mlmMe.referralUrl);
  return (
    <AccountShell channel={channel} current="link" distributor>
      <PageTitle under={t("under")}>{t("title")}</PageTitle>
      {mlmMe.status === "ENDED" && <Notice className="mb-8">{t("ended")}</Notice>}
      <div className="grid gap-12 lg:grid-cols-[1fr_20rem] lg:gap-24">
        <div>
          <Address id="address" label={t("address")} address={address} />
          <Hint title={t("code")} text={t("codeText")}>
            <p className="text-title font-serif lining-nums select-all">{mlmMe.code}</p>
          </Hint>
          {mlmTrees.some(({ width }) => width !== null) && <Sides {...mlmMe} />}
          <Hint title={t("product")} text={t("productText", { code: mlmMe.code })} />
        </div>
        <figure className="self-start border border-line bg-white p-7">
          <QrCode text={address} label={t("qr")} />
          <figcaption className="mt-5 text-sm leading-relaxed text-soft">
            <span className="block font-medium text-ink">{t("scan")}</span>
            {t("scanText")}
          </figcaption>
        </figure>
      </div>
    </AccountShell>
  );
}

/** Links that also say where in placement trees who joins by them shall stand. */
async function Sides({ left, right }: { left: string; right: string }) {
  const t = await getTranslations("link");
  return (
    <Hint title={t("sides")} text={t("sidesText")}>
      <div className="space-y-4">
        <Address id="left" label={t("left")} address={absolute(left)} />
        <Address id="right" label={t("right")} address={absolute(right)} />
      </div>
    </Hint>
  );
}

async function Address({ id, label, address }: { id: string; label: string; address: string }) {
  const t = await getTranslations("link");
  return (
    <div>
      <label htmlFor={id} className="mb-2 block text-sm font-medium">
        {label}
      </label>
      <div className="flex flex-col gap-3 sm:flex-row">
        <input
          id={id}
          readOnly
          value={address}
          className="min-h-12 w-full min-w-0 border border-edge bg-white px-4 font-mono text-[0.9375rem]"
        />
        <CopyButton text={address} words={{ copy: t("copy"), copied: t("copied") }} />
      </div>
    </div>
  );
}

type HintProps = { title: string; text: string; children?: React.ReactNode };

function Hint({ title, text, children }: HintProps) {
  return (
    <section className="mt-10 border-t border-line pt-6">
      <h2 className="font-sans text-sm font-medium">{title}</h2>
      {children && <div className="mt-3">{children}</div>}
      <p className="mt-2 leading-relaxed text-soft">{text}</p>
    </section>
  );
}

/** As one path of squares: sharp at any size, on paper too. */
function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: "M", border: 0 });
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : [])));
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} className="w-full" shapeRendering="crispEdges">
      <path d={squares.join("")} className="fill-ink" />
    </svg>
  );
}

export default guarded(MyLink);
