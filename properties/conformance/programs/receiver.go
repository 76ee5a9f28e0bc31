// A receiver that delivers each message exactly once: the id is recorded in one atomic step with the delivery.
package main

import (
	"encoding/json"
	"io"
	"os"
	"slices"
)

type Message struct {
	Id      string `json:"id"`
	Payload string `json:"payload"`
}

type Packet struct {
	Type    string   `json:"type"`
	Message *Message `json:"message,omitempty"`
	Id      string   `json:"id,omitempty"`
}

type Disk struct {
	Seen []string `json:"seen"`
}

type Question struct {
	Number int    `json:"number"`
	Type   string `json:"type"`
	Disk   Disk   `json:"disk"`
	Packet Packet `json:"packet"`
}

type Effect struct {
	Type    string   `json:"type"`
	Packet  *Packet  `json:"packet,omitempty"`
	Disk    *Disk    `json:"disk,omitempty"`
	Message *Message `json:"message,omitempty"`
	Effects []Effect `json:"effects,omitempty"`
}

type Answer struct {
	Number   int      `json:"number"`
	Effects  []Effect `json:"effects"`
	Features []string `json:"features,omitempty"`
}

func receive(disk *Disk, message *Message) []Effect {
	acknowledge := Effect{Type: "send", Packet: &Packet{Type: "ack", Id: message.Id}}
	if slices.Contains(disk.Seen, message.Id) {
		return []Effect{acknowledge}
	}
	disk.Seen = append(disk.Seen, message.Id)
	deliver := Effect{Type: "deliver", Message: message}
	record := Effect{Type: "write", Disk: disk}
	return []Effect{{Type: "atomically", Effects: []Effect{deliver, record}}, acknowledge}
}

func main() {
	var disk Disk
	questions := json.NewDecoder(os.Stdin)
	answers := json.NewEncoder(os.Stdout) // writes each answer at once, and an end of line
	for {
		var question Question
		if err := questions.Decode(&question); err == io.EOF {
			return
		} else if err != nil {
			panic(err)
		}
		answer := Answer{Number: question.Number, Effects: []Effect{}}
		switch question.Type {
		case "init":
			disk = question.Disk
			answer.Features = []string{"reset"}
		case "receive":
			answer.Effects = receive(&disk, question.Packet.Message)
		}
		if err := answers.Encode(answer); err != nil {
			panic(err)
		}
	}
}
