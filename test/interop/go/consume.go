package main

import (
	"encoding/json"
	"fmt"
	"log"
	"mime"

	amqp "github.com/rabbitmq/amqp091-go"
)

type consumed struct {
	Kind string `json:"kind"`
	// Order is what the handler of this version took out of the body.
	Order string `json:"order"`
	// Version comes from the content-type header alone.
	Version string `json:"version"`
	// Headers are those that are strings; the names of the others are in Ignored.
	Headers     map[string]string `json:"headers"`
	Ignored     []string          `json:"ignored"`
	RoutingKey  string            `json:"routingKey"`
	ContentType string            `json:"contentType"`
	Type        string            `json:"type"`
	MessageId   string            `json:"messageId"`
	Persistent  bool              `json:"persistent"`
	Redelivered bool              `json:"redelivered"`
	Body        string            `json:"body"`
}

type money struct {
	Amount   int    `json:"amount"`
	Currency string `json:"currency"`
}

type paymentV1 struct {
	OrderId string  `json:"orderId"`
	Total   float64 `json:"total"`
	Amount  float64 `json:"amount"`
}

type paymentV2 struct {
	OrderId string `json:"orderId"`
	Total   money  `json:"total"`
	Amount  money  `json:"amount"`
}

// consume takes one message at a time, acknowledges each after its handler, and ends after count of them.
func consume(conn *amqp.Connection, queue string, count int) {
	ch, err := conn.Channel()
	check(err, "channel")
	check(ch.Qos(1, 0, false), "qos")
	const autoAck = false
	deliveries, err := ch.Consume(queue, "interop", autoAck, false, false, false, nil)
	check(err, "consume")
	for i := 0; i < count; i++ {
		d, ok := <-deliveries
		if !ok {
			log.Fatal("the channel closed")
		}
		report(handle(d))
		check(d.Ack(false), "ack")
	}
	check(ch.Cancel("interop", false), "cancel")
	check(ch.Close(), "close") // what came beyond count goes back to the queue
	report(map[string]any{"kind": "done", "left": left(conn, queue)})
}

func handle(d amqp.Delivery) consumed {
	headers, ignored := stringsOnly(d.Headers)
	_, params, err := mime.ParseMediaType(headers["content-type"])
	check(err, "content-type")
	order, err := orderOf(params["version"], d.Body)
	check(err, "body")
	return consumed{
		Kind: "consumed", Order: order, Version: params["version"], Headers: headers, Ignored: ignored,
		RoutingKey: d.RoutingKey, ContentType: d.ContentType, Type: d.Type, MessageId: d.MessageId,
		Persistent: d.DeliveryMode == amqp.Persistent, Redelivered: d.Redelivered, Body: string(d.Body),
	}
}

func orderOf(version string, body []byte) (string, error) {
	switch version {
	case "v1":
		var payment paymentV1
		err := json.Unmarshal(body, &payment)
		return payment.OrderId, err
	case "v2":
		var payment paymentV2
		err := json.Unmarshal(body, &payment)
		return payment.OrderId, err
	}
	return "", fmt.Errorf("version %q is unknown", version)
}

func stringsOnly(table amqp.Table) (map[string]string, []string) {
	headers, ignored := map[string]string{}, []string{}
	for name, value := range table {
		if text, ok := value.(string); ok {
			headers[name] = text
		} else {
			ignored = append(ignored, name)
		}
	}
	return headers, ignored
}

func left(conn *amqp.Connection, queue string) int {
	ch, err := conn.Channel()
	check(err, "channel")
	defer ch.Close()
	state, err := ch.QueueDeclarePassive(queue, true, false, false, false, nil)
	check(err, "queue")
	return state.Messages
}
