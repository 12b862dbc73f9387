import { z } from 'zod';
import { notification, route } from './define.ts';
import { CircleId, UserId } from './ids.ts';
import { limits } from './limits.ts';
import { PersonInfo } from './people.ts';
import { line } from './text.ts';

const nothing = z.strictObject({});

/** A list of people that you keep. Nobody else knows of it, nor who is in it. */
export const CircleInfo = z
  .object({ id: CircleId, name: z.string(), people: z.array(UserId) })
  .meta({ id: 'CircleInfo' });
export type CircleInfo = z.infer<typeof CircleInfo>;

/** All your circles, the oldest first, and who the people in them are. */
export const OwnCircles = z
  .object({ circles: z.array(CircleInfo), people: z.array(PersonInfo) })
  .meta({ id: 'OwnCircles' });
export type OwnCircles = z.infer<typeof OwnCircles>;

const name = z.strictObject({ name: line(1, limits.circleName) });
const one = z.strictObject({ id: CircleId });
const member = z.strictObject({ id: CircleId, person: UserId });

/** The routes about circles. Each change answers with the circle as it is then. */
export const circleRoutes = {
  circles: route({
    summary: 'Your circles: lists of people that nobody else knows of.',
    method: 'get',
    path: '/me/circles',
    params: nothing,
    query: nothing,
    body: nothing,
    output: OwnCircles,
    may: 'guest',
    rate: 'light',
  }),
  makeCircle: route({
    summary: 'Begins a circle.',
    method: 'post',
    path: '/me/circles',
    params: nothing,
    query: nothing,
    body: name,
    output: CircleInfo,
    may: 'guest',
    rate: 'heavy',
  }),
  renameCircle: route({
    summary: 'Gives a circle another name.',
    method: 'put',
    path: '/me/circles/:id',
    params: one,
    query: nothing,
    body: name,
    output: CircleInfo,
    may: 'guest',
    rate: 'heavy',
  }),
  dropCircle: route({
    summary: 'Ends a circle.',
    method: 'delete',
    path: '/me/circles/:id',
    params: one,
    query: nothing,
    body: nothing,
    output: z.null(),
    may: 'guest',
    rate: 'heavy',
  }),
  encircle: route({
    summary: 'Takes somebody into a circle; they are not told.',
    method: 'put',
    path: '/me/circles/:id/people/:person',
    params: member,
    query: nothing,
    body: nothing,
    output: CircleInfo,
    may: 'guest',
    rate: 'light',
  }),
  uncircle: route({
    summary: 'Takes somebody out of a circle.',
    method: 'delete',
    path: '/me/circles/:id/people/:person',
    params: member,
    query: nothing,
    body: nothing,
    output: CircleInfo,
    may: 'guest',
    rate: 'light',
  }),
};

export const circleNotifications = {
  'circles:changed': notification('Your circles changed: ask again.', nothing),
};
