import { headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { channelOf } from "@/channels";
import { CHANNEL_HEADER } from "@/paths";

/** The words of a request: those of its channel's language, English for what is not translated. */
export default getRequestConfig(async () => {
  const channel = channelOf((await headers()).get(CHANNEL_HEADER) ?? "");
  return {
    locale: channel.locale,
    timeZone: channel.timeZone,
    messages: {
      ...(await words("en")),
      ...(channel.language === "en" ? {} : await words(channel.language)),
    },
  };
});

async function words(language: string) {
  const [shop, account, network] = await Promise.all([
    import(`../../messages/${language}/shop.json`),
    import(`../../messages/${language}/account.json`),
    import(`../../messages/${language}/network.json`),
  ]);
  return { ...shop.default, ...account.default, ...network.default };
}
