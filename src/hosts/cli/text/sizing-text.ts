// A sizing as text for the terminal.
import { guideBytes } from '../../../sizing/format-bytes.ts';
import { licencePacksText } from '../../../sizing/licence-packs-text.ts';
import type { Sizing } from '../../../sizing/size.ts';
import { tableLines } from './table.ts';

/** The answer in a few lines, each with the guide's row. */
export function sizingText({ input, servers, storage, ram, ssdCache, licences, notes }: Sizing): string {
  const rows = [
    ['Storage', `${storage.display} (${storage.labelDisplay} on the label of a disk)`, storage.row],
    ['', storage.formula, ''],
    ['RAM', `${ram.gib} GB at least (${ram.band})`, ram.row],
    ['SSD cache', `${ssdCache.tier} by the table (${ssdCache.tierBand})`, ssdCache.row],
    [
      '',
      `${ssdCache.recommendedDisplay.low} at the low, ${ssdCache.recommendedDisplay.high} at the high share of hot data`,
      '',
    ],
    ['', `hot data ${guideBytes(ssdCache.hotBytes.low)} to ${guideBytes(ssdCache.hotBytes.high)}`, ''],
    [
      '',
      `${ssdCache.binding === 'formula' ? 'the formula' : 'the table'} asks for more: ${
        ssdCache.binding === 'formula' ? ssdCache.formulaPair : ssdCache.tier
      }`,
      '',
    ],
    ['Licences', licencePacksText(licences), licences.row],
  ];
  const title = `${input.users} users, ${servers === 1 ? 'one server' : 'two servers'}, mail of ${input.years} years`;
  return [
    title,
    ...tableLines(rows.map(([name = '', text = '', row = '']) => [`  ${name}`, text, row && `[row ${row}]`])),
    ...notes.map(({ row, text }) => `  · ${text} [row ${row}]`),
  ].join('\n');
}
