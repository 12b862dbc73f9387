/** Makes a page's browser one without VP9 and AV1. Runs in the page before its own scripts, and stands alone. */
export function forgetCodecs(): void {
  const forgotten = /^a=rtpmap:(\d+) (?:VP9|AV1|H26\d)\//i;
  const strip = (sdp: string): string => {
    const lines = sdp.split('\r\n');
    const types = new Set(lines.flatMap((line) => forgotten.exec(line)?.[1] ?? []));
    for (const line of lines) {
      const [, rtx, of] = /^a=fmtp:(\d+) apt=(\d+)/.exec(line) ?? [];
      if (rtx && of && types.has(of)) types.add(rtx);
    }
    return lines
      .filter((line) => !types.has(/^a=(?:rtpmap|fmtp|rtcp-fb):(\d+)/.exec(line)?.[1] ?? ''))
      .map((line) =>
        line.startsWith('m=video')
          ? line
              .split(' ')
              .filter((word, index) => index < 3 || !types.has(word))
              .join(' ')
          : line,
      )
      .join('\r\n');
  };
  const offer = RTCPeerConnection.prototype.createOffer as (
    this: RTCPeerConnection,
    options?: RTCOfferOptions,
  ) => Promise<RTCSessionDescriptionInit>;
  RTCPeerConnection.prototype.createOffer = async function (
    this: RTCPeerConnection,
    options?: RTCOfferOptions,
  ) {
    const { type, sdp } = await offer.call(this, options);
    return { type, sdp: strip(sdp ?? '') };
  } as typeof RTCPeerConnection.prototype.createOffer;
}
