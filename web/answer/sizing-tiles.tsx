// Storage, RAM, SSD cache and licences: the guide's answer.
import { guideBytes } from '../../src/sizing/format-bytes.ts';
import { licencePacksText } from '../../src/sizing/licence-packs-text.ts';
import type { Sizing } from '../../src/sizing/size.ts';
import { grouped } from '../text/grouped.ts';
import { Tile } from './tile.tsx';

export function SizingTiles({ storage, ram, ssdCache, licences, servers }: Sizing) {
  const each = servers === 1 ? '' : ' on each server';
  const formulaBinds = ssdCache.binding === 'formula';
  return (
    <dl class="tiles tiles-sizing">
      <Tile name="Storage" row={storage.row} value={storage.display}>
        <p>
          {storage.labelDisplay} on the label of a drive{each}
        </p>
        <p class="formula">{storage.formula}</p>
      </Tile>
      <Tile name="RAM" row={ram.row} value={`${ram.gib} GB`}>
        <p>
          at least{each}, for {ram.band}
        </p>
        {ram.nextBand && (
          <p>
            {ram.nextBand.gib} GB from {grouped(ram.nextBand.fromUsers)} people
          </p>
        )}
      </Tile>
      <Tile
        name="Licences"
        row={licences.row}
        value={licences.need === 0 ? 'none to buy' : `${grouped(licences.need)} to buy`}
      >
        <p>{licencePacksText(licences)}</p>
        {licences.need > 0 && <p class="formula">packs × accounts in a pack</p>}
      </Tile>
      <Tile name="SSD cache" row={ssdCache.row} value={formulaBinds ? ssdCache.formulaPair : ssdCache.tier}>
        <table class="rules">
          <thead>
            <tr>
              <th scope="col">Rule</th>
              <th scope="col">asks for</th>
              <th scope="col">drives</th>
            </tr>
          </thead>
          <tbody>
            <tr data-binding={formulaBinds}>
              <th scope="row">Hot data × 2 {formulaBinds && <strong class="binds">binds</strong>}</th>
              <td>
                {ssdCache.recommendedDisplay.low} to {ssdCache.recommendedDisplay.high}
              </td>
              <td>{ssdCache.formulaPair}</td>
            </tr>
            <tr data-binding={!formulaBinds}>
              <th scope="row">
                Table, {ssdCache.tierBand} {!formulaBinds && <strong class="binds">binds</strong>}
              </th>
              <td>{ssdCache.tierDisplay}</td>
              <td>{ssdCache.tier}</td>
            </tr>
          </tbody>
        </table>
        <p>
          Hot data {guideBytes(ssdCache.hotBytes.low)} to {guideBytes(ssdCache.hotBytes.high)}. {ssdCache.explanation}
        </p>
      </Tile>
    </dl>
  );
}
