package main

import (
	"context"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

type message struct {
	Kind       string `json:"kind"`
	RoutingKey string `json:"routingKey"`
	Version    string `json:"version"`
	Body       string `json:"body"`
}

// Both events in both versions, with and without version and event in front of the body.
var messages = []message{
	{RoutingKey: "order.paid", Version: "v1", Body: `{"orderId":"go-1","total":12.5}`},
	{RoutingKey: "order.paid", Version: "v2", Body: `{"orderId":"go-2","total":{"amount":1250,"currency":"EUR"}}`},
	{RoutingKey: "order.paid", Version: "v1", Body: `{"version":"v1","event":"order_paid","orderId":"go-3","total":7}`},
	{RoutingKey: "order.paid", Version: "v2", Body: `{"version":"v2","event":"order_paid","orderId":"go-4","total":{"amount":700,"currency":"JPY"}}`},
	{RoutingKey: "refund.made", Version: "v1", Body: `{"version":"v1","event":"refund_made","orderId":"go-5","amount":3}`},
	{RoutingKey: "refund.made", Version: "v2", Body: `{"version":"v2","event":"refund_made","orderId":"go-6","amount":{"amount":300,"currency":"EUR"},"note":"Größe \"L\" ✓ 😀"}`},
	{RoutingKey: "refund.made", Version: "v1", Body: `{"orderId":"go-7","amount":0.1}`},
	{RoutingKey: "refund.made", Version: "v2", Body: `{"orderId":"go-8","amount":{"amount":10,"currency":"EUR"}}`},
}

func publishAll(conn *amqp.Connection, exchange string) {
	ch, err := conn.Channel()
	check(err, "channel")
	defer ch.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	for _, m := range messages {
		err := ch.PublishWithContext(ctx, exchange, m.RoutingKey, false, false, amqp.Publishing{
			DeliveryMode: amqp.Persistent,
			Headers:      amqp.Table{"content-type": "application/json; version=" + m.Version},
			Body:         []byte(m.Body),
		})
		check(err, "publish")
		m.Kind = "published"
		report(m)
	}
	report(map[string]string{"kind": "ready"})
}
