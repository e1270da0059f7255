// Names of the server's resources for people. The model owns them.
import { STATION_TITLES } from '../../src/model/stations.ts';

/** The title of a station; its name where the model gives none. */
export const stationTitle = (name: string): string =>
  Object.hasOwn(STATION_TITLES, name) ? STATION_TITLES[name as keyof typeof STATION_TITLES] : name;
