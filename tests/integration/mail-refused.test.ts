import { describe, expect, it } from "vitest";
import { silentLogger } from "@/lib/kit";
import { createSmtpTransport, sendMails } from "@/lib/mail/delivery";
import { setUpMail } from "../support/mail-lab";
import { startMailServer, startSilentServer } from "../support/mail-server";

const lab = setUpMail();
const { by, job, later, queue, rowOf, server } = lab;
const refusing = (responseCode: number) =>
  Object.assign(new Error("<alice@example.com>: not here"), { responseCode });

describe("a server that does not take it", () => {
  it("for now: it is tried again, by the schedule, under the same Message-ID, and then has failed", async () => {
    const { url } = await server({ onConnect: (_session, done) => done(refusing(421)) });
    const id = await queue();
    const told: unknown[] = [];
    const log = { ...silentLogger, error: (...said: unknown[]) => void told.push(said) };
    const options = by(url, { scheduleMs: [0, 60_000] });
    expect(await sendMails(job(log), options)).toBe(1);
    expect(await rowOf(id)).toMatchObject({ state: "pending", attempts: 1, leased_until: null });
    expect(await sendMails(job(log), options)).toBe(1);
    const [row] = await lab.owner.sql`
      select state, attempts, last_error, extract(epoch from next_attempt_at - now())::float as wait
      from mails where id = ${id}`;
    expect(row).toMatchObject({ state: "pending", attempts: 2 });
    expect(row?.wait).toBeGreaterThan(50);
    expect(await sendMails(job(log), options)).toBe(0);
    await lab.owner.sql`update mails set next_attempt_at = now() where id = ${id}`;
    const taking = await server();
    expect(told).toEqual([]);
    expect(await sendMails(job(log), by(url, { scheduleMs: [] }))).toBe(1);
    expect(await rowOf(id)).toMatchObject({ state: "failed", attempts: 3 });
    expect(await sendMails(job(log), by(taking.url))).toBe(0);
    expect(JSON.stringify(told)).toContain(id);
    expect(JSON.stringify(told)).not.toContain("alice");
  });

  it("for good: an address that it does not know is not asked about again", async () => {
    const { url } = await server({ onRcptTo: (_to, _session, done) => done(refusing(550)) });
    const id = await queue();
    const said: unknown[] = [];
    const note = (...line: unknown[]) => void said.push(line);
    const log = { ...silentLogger, warn: note, error: note };
    await sendMails(job(log), by(url));
    expect(await rowOf(id)).toMatchObject({ state: "failed", attempts: 1 });
    expect((await rowOf(id))?.last_error).toContain("[address]");
    expect(JSON.stringify([said, (await rowOf(id))?.last_error])).not.toContain("alice");
    expect(said).toHaveLength(1);
  });

  it("a sign-in that is refused is the operator's to mend: it is tried again", async () => {
    const { url } = await server({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(null, undefined),
    });
    const id = await queue();
    await sendMails(job(), by(url.replace("smtp://", "smtp://shop:wrong@")));
    expect(await rowOf(id)).toMatchObject({ state: "pending", attempts: 1 });
  });

  it("signs in with what the URL says, its special characters encoded", async () => {
    const names: unknown[] = [];
    const { url, taken } = await server({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) => {
        names.push([username, password]);
        done(null, { user: username });
      },
    });
    await queue();
    await sendMails(job(), by(url.replace("smtp://", "smtp://shop%40mail:p%40ss%2Fw%3Ard@")));
    expect([names, taken.length]).toEqual([[["shop@mail", "p@ss/w:rd"]], 1]);
  });

  it("with a certificate that nobody vouches for: nothing is sent to it", async () => {
    const { url, taken } = await server({ secure: true });
    expect(url).toMatch(/^smtps:/);
    const id = await queue();
    await sendMails(job(), by(url));
    expect(await rowOf(id)).toMatchObject({ state: "pending", attempts: 1 });
    expect((await rowOf(id))?.last_error).toMatch(/self.signed|certificate|altnames/i);
    expect(taken).toEqual([]);
  });

  it("without TLS where it is required: nothing is sent", async () => {
    const { url, taken } = await server();
    const id = await queue();
    await sendMails(job(), by(`${url}/?requireTLS=true`));
    expect([(await rowOf(id))?.state, taken]).toEqual(["pending", []]);
  });

  it("or is not there", async () => {
    const gone = await startMailServer();
    await gone.close();
    const id = await queue();
    await sendMails(job(), by(gone.url));
    expect(await rowOf(id)).toMatchObject({ state: "pending", attempts: 1 });
  });

  it.each([
    ["before it greets", ""],
    ["after it greeted", "220 here I am\r\n"],
  ])(
    "or hangs %s: it is given up in time, and the connection is closed",
    async (_when, greeting) => {
      const silent = await startSilentServer(greeting);
      later(() => silent.close());
      const id = await queue();
      const transport = createSmtpTransport({ url: silent.url, timeoutMs: 300 });
      await sendMails(job(), by(silent.url, { transport }));
      const row = await rowOf(id);
      expect(row).toMatchObject({ state: "pending", attempts: 1, leased_until: null });
      expect(row?.last_error).not.toBe("");
    },
  );

  it("holds up no other mail of the round", async () => {
    const slow: (() => void)[] = [];
    const { url, taken } = await server({
      onRcptTo: ({ address }, _session, done) => {
        if (address.startsWith("slow")) slow.push(() => done());
        else done();
      },
    });
    await queue({ to: "slow@example.com" });
    const quick = await queue();
    const round = sendMails(job(), by(url));
    await expect.poll(async () => (await rowOf(quick))?.state).toBe("sent");
    expect(taken).toHaveLength(1);
    await expect.poll(() => slow.length).toBe(1);
    for (const go of slow) go();
    await round;
    expect(taken).toHaveLength(2);
  });
});
