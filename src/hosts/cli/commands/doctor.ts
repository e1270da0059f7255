// `plimsoll doctor`: checks the machine, the configuration and DNS, and says how to mend what is wrong (row 2.5).
import type { Command } from 'commander';
import { adminFindings } from '../../../engine/doctor/admin-findings.ts';
import { certificateFindings } from '../../../engine/doctor/certificate-findings.ts';
import type { Finding } from '../../../engine/doctor/check.ts';
import { diskFindings } from '../../../engine/doctor/disk-findings.ts';
import { dnsFindings } from '../../../engine/doctor/dns-findings.ts';
import { folderFinding, nodeFinding, portFindings } from '../../../engine/doctor/machine-findings.ts';
import { reputationFindings } from '../../../engine/doctor/reputation-findings.ts';
import { settingsFindings } from '../../../engine/doctor/settings-findings.ts';
import { NODE_FILE_SYSTEM } from '../../../engine/ports/node-file-system.ts';
import { createResolver } from '../../../engine/resolver.ts';
import { readConfiguration, withPortBase } from '../../read-configuration.ts';
import { EXIT } from '../exit.ts';
import { wholeBetween } from '../options.ts';

interface Options {
  readonly config?: string;
  readonly portBase?: number;
  readonly json?: boolean;
}

async function examine({ config, portBase }: Options): Promise<Finding[]> {
  const machine = [nodeFinding(process.version)];
  if (config === undefined) return machine;
  const read = await readConfiguration(config);
  const configuration = portBase === undefined ? read : withPortBase(read, portBase);
  const { folder } = configuration.storage;
  const resolver = createResolver(configuration.dns);
  const ofFolder = await folderFinding(folder);
  return [
    ...machine,
    ofFolder,
    // Where nothing can be written, nothing can be flushed.
    ...(ofFolder.status === 'fail' ? [] : await diskFindings(folder, NODE_FILE_SYSTEM, () => performance.now() / 1000)),
    ...(await portFindings(configuration)),
    ...(await adminFindings(configuration)),
    ...(await certificateFindings(configuration, Date.now() / 1000)),
    ...settingsFindings(configuration),
    ...(await dnsFindings(configuration, resolver)),
    ...(await reputationFindings(configuration, resolver, NODE_FILE_SYSTEM)),
  ];
}

const text = (findings: readonly Finding[]): string =>
  findings
    .map(({ name, row, status, detail, hint }) => {
      const line = `${status.toUpperCase().padEnd(5)} ${name}: ${detail}${row ? ` [row ${row}]` : ''}`;
      return hint ? `${line}\n      ${hint}` : line;
    })
    .join('\n');

export const addDoctorCommand = (program: Command): Command =>
  program
    .command('doctor')
    .summary('check this machine, a configuration and its DNS records')
    .description(
      'Examines what a mail server needs and says how to mend what is wrong. Exits with 1 if something fails.',
    )
    .option('-c, --config <file>', 'configuration (or scenario) to check')
    .option('--port-base <number>', 'listen on this plus the standard ports', wholeBetween(0, 60_000))
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  plimsoll doctor --config scenarios/lab.yaml --port-base 20000')
    .action(async (options: Options) => {
      const findings = await examine(options);
      console.log(options.json ? JSON.stringify(findings, null, 2) : text(findings));
      if (findings.some(({ status }) => status === 'fail')) process.exitCode = EXIT.failed;
    });
