package simulator

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"time"
)

// keep is how long Telegram keeps an update that nobody fetches.
const keep = 24 * time.Hour

// update is what the bot is told, ready to be sent.
type update struct {
	id   int64
	at   time.Time
	body []byte
}

// updateQueue holds unconfirmed updates in the order of their ids.
type updateQueue struct {
	waiting []update
	next    int64
}

func (q *updateQueue) drop(n int) {
	clear(q.waiting[:n])
	q.waiting = q.waiting[n:]
}

// expire forgets what was kept for a day.
func (q *updateQueue) expire(now time.Time) {
	n := 0
	for n < len(q.waiting) && now.Sub(q.waiting[n].at) > keep {
		n++
	}
	q.drop(n)
}

// confirm forgets everything before the offset; a negative one counts from the end. An offset far
// in the future is not taken as a confirmation: TDLib's queue then answers from its beginning,
// which matters when update ids have started anew.
func (q *updateQueue) confirm(offset int64) {
	if offset < 0 {
		q.drop(max(0, len(q.waiting)+int(max(offset, -int64(len(q.waiting))))))
		return
	}
	if offset > q.next+10 {
		return
	}
	n, _ := slices.BinarySearchFunc(q.waiting, offset, byID)
	q.drop(n)
}

func byID(u update, id int64) int {
	switch {
	case u.id < id:
		return -1
	case u.id > id:
		return 1
	}
	return 0
}

// batch is the JSON array of the first updates.
func (q *updateQueue) batch(limit int) []byte {
	out := []byte{'['}
	for i, u := range q.waiting[:min(limit, len(q.waiting))] {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, u.body...)
	}
	return append(out, ']')
}

// emit makes an update of one kind, unless the bot has said that it wants none of those.
func (s *Server) emit(kind string, content any) {
	if s.allowed != nil && !s.allowed[kind] {
		return
	}
	inner, err := json.Marshal(content)
	if err != nil {
		// Our own structs always marshal; a failure is a fault of this package.
		panic(err)
	}
	id := s.queue.next
	body := make([]byte, 0, len(inner)+len(kind)+40)
	body = append(body, `{"update_id":`...)
	body = strconv.AppendInt(body, id, 10)
	body = append(body, `,"`...)
	body = append(body, kind...)
	body = append(body, `":`...)
	body = append(body, inner...)
	s.push(update{id, s.now(), append(body, '}')})
}

// push queues the update and wakes the poll that waits.
func (s *Server) push(u update) {
	s.queue.expire(u.at)
	i := len(s.queue.waiting)
	if i > 0 && u.id < s.queue.waiting[i-1].id {
		i, _ = slices.BinarySearchFunc(s.queue.waiting, u.id+1, byID)
	}
	s.queue.waiting = slices.Insert(s.queue.waiting, i, u)
	s.queue.next = max(s.queue.next, u.id+1)
	if s.poll != nil {
		s.poll.rouse()
	}
}

// PushRaw queues an update as it is, readable or not; what is no JSON spoils the whole answer that
// carries it. An object without an update_id gets the next one. An id below an offset that was
// already confirmed is never delivered.
func (s *Server) PushRaw(body []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := update{id: s.queue.next, at: s.now(), body: bytes.TrimSpace(bytes.Clone(body))}
	var fields map[string]json.RawMessage
	if json.Unmarshal(u.body, &fields) == nil && fields != nil {
		if given, ok := fields["update_id"]; !ok {
			head := `{"update_id":` + strconv.FormatInt(u.id, 10)
			if len(fields) > 0 {
				head += ","
			}
			u.body = append([]byte(head), u.body[1:]...)
		} else if id, err := strconv.ParseInt(string(given), 10, 64); err == nil {
			u.id = id
		}
	}
	s.push(u)
}

// RestartUpdateIDs lets update ids go on from next, lower ones also, as Telegram may do when there
// was no update for a week. What was not confirmed is forgotten.
func (s *Server) RestartUpdateIDs(next int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue = updateQueue{next: next}
}

// Pending is the number of updates that were not confirmed yet.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue.expire(s.now())
	return len(s.queue.waiting)
}
