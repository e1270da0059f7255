// A name server of a few lines on the loopback: answers from a zone over UDP, uncompressed.
import { createSocket } from 'node:dgram';
import type { ZoneEntry } from '../../../src/engine/dns/zone-resolver.ts';
import type { RecordType } from '../../../src/pipeline/resolver.ts';

const TYPES: Readonly<Record<number, RecordType>> = { 1: 'A', 28: 'AAAA', 15: 'MX', 16: 'TXT', 12: 'PTR' };
const NXDOMAIN = 3;
const SERVFAIL = 2;

const nameBytes = (name: string): Buffer =>
  Buffer.concat([
    ...name.split('.').flatMap((label) => (label === '' ? [] : [Buffer.from([label.length]), Buffer.from(label)])),
    Buffer.from([0]),
  ]);

const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 255]);

function dataOf(type: RecordType, value: string): Buffer {
  switch (type) {
    case 'A':
      return Buffer.from(value.split('.').map(Number));
    case 'AAAA':
      return Buffer.from(value.replaceAll(':', ''), 'hex');
    case 'PTR':
      return nameBytes(value);
    case 'MX': {
      const [preference, exchange = ''] = value.split(' ');
      return Buffer.concat([u16(Number(preference)), nameBytes(exchange)]);
    }
    case 'TXT': {
      const pieces = value.match(/.{1,255}/gs) ?? [];
      return Buffer.concat(pieces.flatMap((piece) => [Buffer.from([piece.length]), Buffer.from(piece)]));
    }
  }
}

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function reply(query: Buffer, zone: Readonly<Record<string, ZoneEntry>>): Buffer {
  const { name, type, end } = readQuestion(query);
  const entry = Object.hasOwn(zone, name) ? zone[name] : undefined;
  const recordType = TYPES[type];
  const values = (recordType && entry?.[recordType]) ?? [];
  const failed = 'fails' in values;
  const code = failed ? SERVFAIL : entry ? 0 : NXDOMAIN;
  const records = failed || !recordType ? [] : values.map((value) => dataOf(recordType, value));
  return Buffer.concat([
    query.subarray(0, 2),
    Buffer.from([0x81, 0x80 | code]),
    u16(1),
    u16(records.length),
    u16(0),
    u16(0),
    query.subarray(12, end),
    ...records.flatMap((data) => [u16(0xc00c), u16(type), u16(1), u16(0), u16(60), u16(data.length), data]),
  ]);
}

/** Starts it on a free port; `silent` swallows every query. */
export async function startDnsServer(
  zone: Readonly<Record<string, ZoneEntry>>,
  silent = false,
): Promise<{ readonly address: string; readonly stop: () => Promise<void> }> {
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    if (!silent) socket.send(reply(query, zone), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    stop: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
