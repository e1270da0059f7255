// Every number of the form: its name, unit, slider and what the guide says about it. No logic, no markup.
import type { ModelLibrary } from '../../src/run/library.ts';
import type { Sizing } from '../../src/sizing/size.ts';
import type { NumberKey, Plan } from '../state/plan.ts';
import { evenStops, growingStops } from '../state/slider-stops.ts';
import { peopleText } from '../text/people-text.ts';
import { RAID_TITLES } from '../text/raid-titles.ts';

/** What a help text may quote: the guide's figures and the present answer. */
export interface HelpContext {
  readonly library: ModelLibrary;
  readonly plan: Plan;
  readonly sizing: Sizing;
}

export interface NumberFieldWords {
  readonly label: string;
  readonly unit: string;
  readonly stops: readonly number[];
  readonly help: (context: HelpContext) => string;
}

export const NUMBER_FIELDS: Readonly<Record<NumberKey, NumberFieldWords>> = {
  users: {
    label: 'People',
    unit: 'people',
    stops: growingStops(1, 5000),
    help: ({ library: { guide } }) =>
      `Everyone with an active mailbox; they count for licences and tables (guide, rows ${guide.ramBands.row} and ${guide.licencePacks.row}).`,
  },
  mailsPerUserPerDay: {
    label: 'Mails a day, each',
    unit: 'mails',
    stops: growingStops(1, 1000),
    help: ({ library: { guide } }) =>
      `Sent and received together. The guide reckons with ${guide.mailsPerUserPerDay.value} (row ${guide.mailsPerUserPerDay.row}).`,
  },
  meanMessageKib: {
    label: 'Mean mail size',
    unit: 'KB',
    stops: growingStops(1, 10_000),
    help: ({ library: { guide } }) =>
      `With attachments. The guide reckons with ${guide.meanMessageKib.value} KB (row ${guide.meanMessageKib.row}).`,
  },
  years: {
    label: 'Years kept',
    unit: 'years',
    stops: evenStops(0.5, 10, 0.5),
    help: ({ library: { guide } }) => {
      const { least, most } = guide.retentionYears.value;
      return `The guide expects ${least} to ${most} years (row ${guide.retentionYears.row}).`;
    },
  },
  cores: {
    label: 'Processor cores',
    unit: 'cores',
    stops: [1, 2, 4, 6, 8, 12, 16, 24, 32, 48, 64],
    help: ({ library: { guide } }) =>
      `The guide keeps them under ${guide.utilisationCeiling.value * 100} % (row ${guide.utilisationCeiling.row}).`,
  },
  coreSpeed: {
    label: 'Core speed',
    unit: '×',
    stops: evenStops(0.2, 3, 0.1),
    help: () => '1 is the core that the costs were measured on; small servers have 0.4 to 0.8.',
  },
  ramGib: {
    label: 'RAM',
    unit: 'GB',
    stops: [2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 256, 512],
    help: ({ plan, sizing: { ram } }) =>
      `The guide asks for at least ${ram.gib} GB for ${peopleText(plan.users)} (row ${ram.row})${plan.ramGib < ram.gib ? '; this is less' : ''}.`,
  },
  drives: {
    label: 'Drives',
    unit: 'drives',
    stops: evenStops(2, 24, 1),
    help: ({ plan, library: { disks } }) =>
      `${RAID_TITLES[plan.raid]} needs at least ${disks.raid[plan.raid].minDrives}.`,
  },
  cacheGb: {
    label: 'SSD cache',
    unit: 'GB',
    stops: [0, 120, 240, 480, 1000, 2000, 4000, 8000],
    help: ({ sizing: { ssdCache } }) => {
      const pair = ssdCache.binding === 'formula' ? ssdCache.formulaPair : ssdCache.tier;
      return `Room on the label after mirroring; 0 is no cache. The guide's rules ask for ${pair} (row ${ssdCache.row}).`;
    },
  },
};
