import express, { type ErrorRequestHandler, type Express } from 'express';
import { toRefusal } from '../errors.ts';
import type { Logger } from '../log.ts';
import { RateLimit } from '../RateLimit.ts';
import { bindRoutes } from './bindRoutes.ts';
import { calendarRoutes } from './calendars.ts';
import { comerOf } from './comerOf.ts';
import { accountHandlers } from './handlers/account.ts';
import { auditHandlers } from './handlers/audit.ts';
import { belongingsHandlers } from './handlers/belongings.ts';
import { capacityHandlers } from './handlers/capacity.ts';
import { circleHandlers } from './handlers/circles.ts';
import { conversationHandlers } from './handlers/conversations.ts';
import { fileHandlers } from './handlers/files.ts';
import { houseHandlers } from './handlers/house.ts';
import { houseBanHandlers } from './handlers/houseBans.ts';
import { houseDeskHandlers } from './handlers/houseDesk.ts';
import { houseKeepingHandlers } from './handlers/houseKeeping.ts';
import { noticeHandlers } from './handlers/notices.ts';
import { peopleHandlers } from './handlers/people.ts';
import { pictureHandlers } from './handlers/pictures.ts';
import { profileHandlers } from './handlers/profiles.ts';
import { pushHandlers } from './handlers/pushes.ts';
import { reportHandlers } from './handlers/reports.ts';
import { roomHandlers } from './handlers/rooms.ts';
import { scheduleHandlers } from './handlers/schedule.ts';
import { signInHandlers } from './handlers/signIn.ts';
import { tieHandlers } from './handlers/ties.ts';
import { healthRoutes } from './health.ts';
import { metricsRoutes } from './metrics.ts';
import { openApiDocument } from './openapi.ts';
import { pageRoutes } from './pages.ts';
import type { HttpParts } from './parts.ts';
import { personPictureRoutes } from './personPictures.ts';
import { pictureRoutes } from './pictures/routes.ts';
import { routeOf } from './routeOf.ts';
import { securityHeaders } from './securityHeaders.ts';
import { sentFileRoutes } from './sentFiles.ts';
import { statuses } from './statuses.ts';

/** The HTTP door: REST routes, the client's files and pages, link pictures, health. */
export function createHttp(parts: HttpParts): Express {
  const { config, log, people, client, checks } = parts;
  const rateLimit = new RateLimit(config.rateScale);
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  // Whom to believe about the visitor's address is decided in `clientAddress`, the same way as for sockets.
  app.set('trust proxy', false);

  app.use(securityHeaders(config));
  app.use(healthRoutes(checks));
  app.use(metricsRoutes(config, parts.load.metrics));
  // Making it takes longer than anything else here, and the start waits for this.
  let document: ReturnType<typeof openApiDocument> | undefined;
  app.get('/api/openapi.json', (_request, response) => {
    document ??= openApiDocument();
    response.set('Cache-Control', 'no-cache').json(document);
  });
  const { identities, tracer } = people;
  const { bans, traces } = parts.moderation;
  const requireWelcome: Parameters<typeof bindRoutes>[1]['requireWelcome'] = (asker) => {
    const comer = comerOf(tracer, asker);
    if (asker.identity) traces.note(comer);
    bans.require(comer);
  };
  const handlers = {
    ...peopleHandlers(people),
    ...accountHandlers(people, config.rateScale),
    ...signInHandlers(people, config.rateScale, requireWelcome),
    ...profileHandlers(parts),
    ...pictureHandlers(parts),
    ...tieHandlers(parts),
    ...circleHandlers(parts),
    ...fileHandlers(parts),
    ...roomHandlers(parts),
    ...conversationHandlers(parts),
    ...belongingsHandlers(parts),
    ...noticeHandlers(parts),
    ...pushHandlers(parts),
    ...scheduleHandlers(parts),
    ...auditHandlers(parts),
    ...reportHandlers(parts),
    ...houseHandlers(parts),
    ...houseBanHandlers(parts),
    ...houseKeepingHandlers(parts),
    ...houseDeskHandlers(parts),
    ...capacityHandlers(parts),
  };
  app.use(
    '/api',
    bindRoutes(handlers, {
      config,
      log,
      identities,
      rateLimit,
      requireWelcome,
      houseRoles: parts.house.roles,
      metrics: parts.load.metrics,
    }),
  );
  app.use(pictureRoutes(parts, rateLimit));
  app.use(personPictureRoutes(parts, rateLimit));
  app.use(sentFileRoutes(parts, rateLimit));
  app.use(calendarRoutes(parts, rateLimit));
  app.use(client.serve);
  app.use(pageRoutes(parts, rateLimit));
  app.use((_request, response) => {
    response.status(405).set('Allow', 'GET, HEAD').type('text/plain').send('There are only pages here.');
  });
  app.use(refuse(log));
  return app;
}

function refuse(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const malformed = error instanceof URIError || (error instanceof Error && 'status' in error);
    const refusal = malformed ? undefined : toRefusal(error, log, { route: routeOf(request) });
    if (refusal?.retryAfterMs) response.set('Retry-After', String(Math.ceil(refusal.retryAfterMs / 1000)));
    response
      .status(refusal ? statuses[refusal.code] : 400)
      .set('Cache-Control', 'no-store')
      .type('text/plain')
      .send(refusal?.message ?? 'The request could not be read.');
  };
}
