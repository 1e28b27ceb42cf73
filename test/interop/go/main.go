// A service as many teams write it in Go, on amqp091-go: it knows nothing of rabbitgen.
//
//	go run . URL EXCHANGE QUEUE COUNT
//
// It publishes its messages, consumes COUNT from its queue, and reports both as JSON lines.
package main

import (
	"encoding/json"
	"log"
	"os"
	"strconv"

	amqp "github.com/rabbitmq/amqp091-go"
)

func main() {
	if len(os.Args) != 5 {
		log.Fatal("usage: go run . URL EXCHANGE QUEUE COUNT")
	}
	url, exchange, queue := os.Args[1], os.Args[2], os.Args[3]
	count, err := strconv.Atoi(os.Args[4])
	check(err, "COUNT")

	conn, err := amqp.Dial(url)
	check(err, "dial")
	defer conn.Close()

	declare(conn, exchange, queue)
	publishAll(conn, exchange)
	consume(conn, queue, count)
}

// declare makes a durable queue that takes every message of the exchange.
func declare(conn *amqp.Connection, exchange, queue string) {
	ch, err := conn.Channel()
	check(err, "channel")
	defer ch.Close()
	check(ch.ExchangeDeclare(exchange, "topic", true, false, false, false, nil), "exchange")
	_, err = ch.QueueDeclare(queue, true, false, false, false, nil)
	check(err, "queue")
	check(ch.QueueBind(queue, "#", exchange, false, nil), "bind")
}

// report prints one JSON line.
func report(line any) {
	check(json.NewEncoder(os.Stdout).Encode(line), "report")
}

func check(err error, what string) {
	if err != nil {
		log.Fatalf("%s: %v", what, err)
	}
}
