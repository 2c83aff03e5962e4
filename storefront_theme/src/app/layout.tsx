import type { Metadata } from "next";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { BRAND } from "@/brand";
import { instrument, newsreader, newsreaderItalic } from "./fonts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: BRAND.name, template: `%s — ${BRAND.name}` },
};

const FONTS = [newsreader, newsreaderItalic, instrument].map((font) => font.variable).join(" ");

export default async function RootLayout({ children }: { children: ReactNode }) {
  const { error } = await getMessages();
  return (
    <html lang={await getLocale()} className={FONTS}>
      <body className="flex min-h-dvh flex-col">
        {/* Browsers get the words of the error page alone, not a copy of all messages. */}
        <NextIntlClientProvider messages={{ error }}>{children}</NextIntlClientProvider>
      </body>
    </html>
  );
}
