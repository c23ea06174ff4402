// A PDF of so many pages, written by hand: each with its number, a red block and a word in a Chinese font that is not in the file.

interface InventedPdf {
  readonly pages: number;
  /** Units of a page, 72 an inch. */
  readonly width?: number;
  readonly height?: number;
}

/** GBK of 平面图. */
const WORD = '<c6bdc3e6cdbc>';

export function inventedPdf({ pages, width = 595, height = 842 }: InventedPdf): Buffer {
  const leaf = (nth: number): number => 7 + nth * 2;
  const kids = Array.from({ length: pages }, (_, nth) => `${leaf(nth)} 0 R`).join(' ');
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Count ${pages}/Kids[${kids}]/MediaBox[0 0 ${width} ${height}]/Resources<</Font<</F 3 0 R/G 4 0 R>>>>>>`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    '<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/GBK-EUC-H/DescendantFonts[5 0 R]>>',
    '<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000/FontDescriptor 6 0 R>>',
    '<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>',
  ];
  for (let nth = 0; nth < pages; nth += 1) {
    const block = `1 0 0 rg ${width * 0.4} ${height * 0.4} ${width * 0.2} ${height * 0.2} re f 0 g`;
    const text = `BT /F ${height / 20} Tf ${width * 0.1} ${height * 0.8} Td (${nth + 1}) Tj /G ${height / 20} Tf ${width * 0.2} 0 Td ${WORD} Tj ET`;
    const stream = `${block} ${text}`;
    objects.push(`<</Type/Page/Parent 2 0 R/Contents ${leaf(nth) + 1} 0 R>>`, `<</Length ${stream.length}>>stream\n${stream}\nendstream`);
  }
  let file = '%PDF-1.4\n';
  const at = objects.map((object, nth) => {
    const begins = file.length;
    file += `${nth + 1} 0 obj\n${object}\nendobj\n`;
    return begins;
  });
  const rows = at.map((begins) => `${String(begins).padStart(10, '0')} 00000 n \n`).join('');
  const trailer = `trailer<</Size ${at.length + 1}/Root 1 0 R>>\nstartxref\n${file.length}\n%%EOF`;
  return Buffer.from(`${file}xref\n0 ${at.length + 1}\n0000000000 65535 f \n${rows}${trailer}`, 'latin1');
}
