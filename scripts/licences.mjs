import { writeFileSync } from 'node:fs';
import { licencesFile, licencesText } from './third-party.mjs';

// Writes the licences of all that ships, of the app as it was built last.
writeFileSync(licencesFile, licencesText());
console.log(licencesFile);
