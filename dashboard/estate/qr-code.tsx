// A QR code as a picture of squares. The one file that knows the QR library.
import { create } from 'qrcode';
import { useMemo } from 'react';

interface Props {
  /** What it says; a short text gives a coarse code, which an old phone reads from a dirty wall. */
  readonly text: string;
  readonly label: string;
}

/** The quiet border that every reader asks for, in squares (ISO/IEC 18004). */
const BORDER = 4;

/** A quarter of it may be scratched off (level Q). Black on white whatever the theme: it is printed. */
export function QrCode({ text, label }: Props) {
  const { size, path } = useMemo(() => {
    const { modules } = create(text, { errorCorrectionLevel: 'Q' });
    const squares: string[] = [];
    for (let y = 0; y < modules.size; y += 1)
      for (let x = 0; x < modules.size; x += 1) if (modules.get(y, x)) squares.push(`M${x + BORDER} ${y + BORDER}h1v1h-1z`);
    return { size: modules.size + 2 * BORDER, path: squares.join('') };
  }, [text]);
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <path d={`M0 0h${size}v${size}h-${size}z`} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
