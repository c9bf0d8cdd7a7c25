import { type Html, html } from './html';
import { reportStyle } from './report-style';

/** One page that needs nothing from elsewhere and runs no script. */
export function reportPage(title: string, subtitle: string, sections: readonly Html[]): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
${reportStyle}
</head>
<body>
<header><h1>${title}</h1><p>${subtitle}</p></header>
${sections}
</body>
</html>
`;
  return page.text;
}
