/** A mail server, which keeps what it is given. */
import { createServer, type Socket } from "node:net";
import { until } from "./store";

/** Where the store sends its customers' mails (Saleor's own variable), and by EMAIL_URL the plugin
 * its own: to the same place. `make test-browser` sets both. */
const ADDRESS = process.env.USER_EMAIL_URL;
export const hasMails = Boolean(ADDRESS);
/** Why a test of mails is skipped. */
export const NO_MAILS = "this store's mails go elsewhere: USER_EMAIL_URL is not set";
export const SERVER = new URL(ADDRESS ?? "smtp://127.0.0.1:0");

/** What happens while mails are taken; it is given the way to a link in a mail to somebody. */
export async function withMails(
  happens: (linkTo: (email: string, path: string) => Promise<string>) => Promise<void>,
) {
  const mails: string[] = [];
  const server = createServer((socket) => take(socket, mails));
  await new Promise<void>((resolve) => server.listen(Number(SERVER.port), SERVER.hostname, resolve));
  try {
    await happens((email, path) =>
      until(async () => mails.filter((mail) => mail.includes(email)).map((mail) => link(mail, path))[0]),
    );
  } finally {
    server.close();
  }
}

/** One conversation: as little SMTP as a client needs to leave a mail. */
function take(socket: Socket, mails: string[]) {
  let heard = "";
  let isMail = false;
  socket.write("220 ready\r\n");
  socket.on("error", () => socket.destroy());
  socket.on("data", (bytes) => {
    heard += bytes.toString();
    for (let end = endOf(heard, isMail); end; end = endOf(heard, isMail)) {
      const said = heard.slice(0, end);
      heard = heard.slice(end);
      if (isMail) mails.push(said);
      isMail = !isMail && /^DATA/i.test(said);
      if (/^QUIT/i.test(said)) socket.end("221 bye\r\n");
      else socket.write(isMail ? "354 go on\r\n" : "250 taken\r\n");
    }
  });
}

/** Where a command ends, or a mail; 0 while the rest is on its way. */
function endOf(heard: string, isMail: boolean): number {
  const mark = isMail ? "\r\n.\r\n" : "\r\n";
  const start = heard.indexOf(mark);
  return start < 0 ? 0 : start + mark.length;
}

function link(mail: string, path: string): string | undefined {
  // Of a mail that is not encoded, "=2A" in an address is what it looks like.
  const isEncoded = /^Content-Transfer-Encoding: quoted-printable/im.test(mail);
  const text = (isEncoded ? decoded(mail) : mail).replaceAll("&amp;", "&");
  return text.match(/https?:[^\s"<>]+/g)?.find((found) => new URL(found).pathname === path);
}

function decoded(mail: string): string {
  return mail
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
}
