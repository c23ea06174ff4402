// Hands a file to the person who asked for it.

export function handOver(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read it by the next turn; the memory is not needed any longer.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
