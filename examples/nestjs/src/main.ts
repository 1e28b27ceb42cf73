import "reflect-metadata";
import { NestFactory } from "@nestjs/core";
import { AppModule } from "./app-module.js";

async function start(): Promise<void> {
  const url = process.env["AMQP_URL"] ?? "amqp://guest:guest@localhost:5672";
  const app = await NestFactory.createApplicationContext(AppModule.forRoot(url));
  app.enableShutdownHooks(); // SIGTERM closes the application, and with it the consumer and the connection
}

void start();
