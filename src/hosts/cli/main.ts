// The command line. Each command has a file of its own; this one only puts them together and turns errors into exit codes.
import { runCli } from './program.ts';

process.exitCode = await runCli(process.argv);
