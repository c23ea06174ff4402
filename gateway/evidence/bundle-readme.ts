// What a person reads who is given a bundle of evidence and has never heard of the gateway.

export const BUNDLE_README = `烽燧 Balefire — 证据包 evidence bundle

如何核验
  1. 安装 Node 20 或更高版本，解压本包，运行：node verify-bundle.mjs
     （请使用您自己从烽燧源代码取得的 verify-bundle.mjs：包内的一份与其他文件一样可能被改。）
  2. 程序核对：每个文件的 SHA-256；证据链每条记录的哈希；每次警情变更、每条审计、每帧原始报文都在链中。
  3. 程序打印的外部存证（编号与哈希）须与存证处（另一台机器上的文件或 syslog）保存的一行相同。
  4. manifest.json 的 SHA-256 记在网关的审计里（export-evidence）：由此可知本包确由该网关导出。
能证明：自写入链、并已外部存证之后，内容未被改动。不能证明：写入之前的真实性，以及尚未存证的最后一段。

How to verify
  1. With Node 20 or later: unpack, then run  node verify-bundle.mjs
     (Use a copy of verify-bundle.mjs that you took from Balefire's source yourself: the one in here may be changed like any file.)
  2. It checks the SHA-256 of every file, the hash of every record of the chain, and that each change of an alarm, each
     line of the audit and each raw frame stands in the chain.
  3. The anchor that it prints (number and hash) must be the line that is kept where it was anchored: a file or a syslog server elsewhere.
  4. The SHA-256 of manifest.json stands in the gateway's audit (export-evidence): so this bundle came from that gateway.
What it proves: nothing was changed since it went into the chain and was anchored. What it does not prove: what was true
before that, and the last stretch that is not anchored yet.

文件 files
  incident.json      事件及其每次变更               the incident and every change of it
  alarms.json        警情及其每次变更               its alarms and every change of them
  frames/            原始报文：JSON（十六进制）与字节   raw frames: JSON (hexadecimal) and bytes
  frames.json        警情极多时，全部报文在此一表     of very many alarms: all of their frames in one list
  readings.json      由原始报文重新解码的读数         readings, decoded again from the raw frames
  rules.json         规则及版本                     the rules with their versions
  audit.json         审计                          lines of the audit
  people.json        人员：姓名与现任角色             people: names, and their roles now
  notices.json       通知                          whom was told
  pictures/          现场照片，原样                  pictures as they were sent
  pictures.json      照片的编号、哈希与未附原因       their keys and hashes, and why one is not here
  record.pdf         处警单，供人阅读；以上述文件为准    the record for people to read; the files above are what is proved
  chain.json         证据链记录、链首与外部存证        records of the chain, its head and the anchors
  manifest.json      每个文件的 SHA-256             the SHA-256 of every file

规范 The hash of a record: h_n = SHA-256(h_{n-1} ‖ R), R = canonical JSON (RFC 8785) of {at, content, kind, number, reference} in
UTF-8, h as 32 bytes, h_0 = 32 bytes of zero; content = SHA-256 of the canonical JSON of what it tells of.
`;
