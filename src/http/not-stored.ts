// Answers of an interface are of the moment: nobody keeps them.
import type { RequestHandler } from 'express';

export const notStored: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};
