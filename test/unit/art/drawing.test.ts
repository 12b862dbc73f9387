import { expect, test } from 'vitest';
import { type Picture, toSvg, withIdPrefix } from '../../../art/drawing.ts';

const picture: Picture = {
  viewBox: '0 0 10 10',
  drawing: [['g', { fill: 'var(--p1)' }, [['path', { d: 'M0 0', opacity: undefined }]]]],
};

test('a picture is written as nested elements, without attributes that have no value', () => {
  expect(toSvg(picture)).toBe(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><g fill="var(--p1)"><path d="M0 0"/></g></svg>',
  );
});

test('variables become colours where they are known and stay where they are not', () => {
  expect(toSvg(picture, { variables: { '--p1': '#123456' } })).toContain('fill="#123456"');
  expect(toSvg(picture, { variables: { '--p2': '#123456' } })).toContain('fill="var(--p1)"');
});

test('what would end an attribute or open an element is escaped', () => {
  const svg = toSvg(picture, { attributes: { 'aria-label': '"><script>&' } });
  expect(svg).toContain('aria-label="&quot;&gt;&lt;script&gt;&amp;"');
});

test('ids and what points at them get the same prefix, at every depth', () => {
  const drawing = withIdPrefix(
    [
      ['clipPath', { id: 'circle' }, [['circle', { r: 5 }]]],
      ['g', {}, [['path', { 'clip-path': 'url(#circle)' }]]],
    ],
    'a-',
  );
  expect(drawing[0]?.[1]).toEqual({ id: 'a-circle' });
  expect(drawing[1]?.[2]?.[0]?.[1]).toEqual({ 'clip-path': 'url(#a-circle)' });
});
