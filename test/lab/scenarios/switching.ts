import { setTimeout as sleep } from 'node:timers/promises';
import { en } from '../../../client/words/en/index.ts';
import { listenTo } from '../../support/e2e/listening.ts';
import { seat } from '../company.ts';
import { type Lab, shownTitle } from '../Lab.ts';
import type { Person } from '../Person.ts';
import { delicate, ms, type Sample, type Scenario } from './Scenario.ts';

const limitMs = 20;
const listenSeconds = 6;
const weather = { delayMs: 20 };

/** What somebody does while they talk, and what that is called. */
const changes: Readonly<Record<string, readonly [what: string, make: (talker: Person) => Promise<void>]>> = {
  nothing: ['who changes nothing', async () => {}],
  noise: ['who changes what is done against noise, three times', changeNoise],
  microphone: ['who takes another microphone', changeMicrophone],
  layout: ['who changes the layout, twice', changeLayout],
  camera: ['who switches the camera on and off', switchCamera],
  screen: ['who shares a tab and ends that', shareTab],
};

const figures = Object.entries(changes).map(
  ([name, [what]]) => [name, delicate(ms(`longest silence of somebody ${what}`, limitMs))] as const,
);

/** Somebody who talks changes one thing after the other. */
export const switching: Scenario = {
  name: 'switching',
  what: 'somebody who talks changes sound, picture or layout',
  figures: Object.fromEntries(figures),
  runs: 20,
  run,
};

async function run(lab: Lab, runs: number): Promise<Sample[]> {
  const server = await lab.host('server');
  const home = await lab.host('home');
  await lab.link(home, server, weather);
  await lab.serve(server, { workers: 1 });
  // Their voice goes through all that ours do, which takes a browser that can mix.
  const talker = await lab.visit(home, 'Talker', { mixes: true });
  const listener = await lab.visit(home, 'Listener', { mixes: true });
  await seat([talker, listener]);
  const shown = await talker.context.newPage();
  await shown.setContent(`<title>${shownTitle}</title><h1>What is shown</h1>`);
  await talker.page.bringToFront();
  const samples: Sample[] = [];
  for (let run = 0; run < runs; run++) {
    const sample: Record<string, number> = {};
    for (const [name, [, make]] of Object.entries(changes)) {
      const { silenceMs } = await listenTo(listener, listenSeconds, () => make(talker));
      sample[name] = silenceMs;
    }
    samples.push(sample);
  }
  return samples;
}

async function changeNoise(talker: Person): Promise<void> {
  await talker.button(en.chooseMicrophone).click();
  await talker.button(en.allSoundSettings).click();
  const dialog = talker.page.getByRole('dialog', { name: en.soundSettings });
  for (const way of [en.noiseOff, en.noiseStrong, en.noiseBrowser]) {
    await dialog.getByText(way, { exact: true }).click();
    await sleep(1_000);
  }
  await talker.page.keyboard.press('Escape');
}

async function changeMicrophone(talker: Person): Promise<void> {
  await talker.button(en.chooseMicrophone).click();
  const menu = talker.page.getByRole('dialog', { name: en.chooseMicrophone });
  const asked = await talker.askedForDevices();
  await menu.locator('[role=menuitemradio][aria-checked=false]').first().click();
  await talker.page.waitForFunction((asked) => window.probe.asked > asked, asked);
  await talker.page.keyboard.press('Escape');
}

async function changeLayout({ page }: Person): Promise<void> {
  for (const layout of [en.layoutSpeaker, en.layoutEven]) {
    await page.keyboard.press('l');
    await page.getByRole('menuitemradio', { name: layout }).click();
    await page.keyboard.press('Escape');
    await sleep(1_000);
  }
}

async function switchCamera(talker: Person): Promise<void> {
  await talker.openCamera();
  await sleep(2_000);
  await talker.camera.click();
  await talker.camera.getByText(en.cameraOff).waitFor();
}

async function shareTab(talker: Person): Promise<void> {
  await talker.screen.click();
  const stop = talker.button(en.stopSharing);
  await stop.waitFor();
  await sleep(2_000);
  await stop.click();
  await stop.waitFor({ state: 'detached' });
}
