package talk

import (
	"strings"

	"ringkeeper/bot/reading"
	"ringkeeper/model"
)

// plain are commands in the words of who forgets how they are written, as the
// buttons say them.
var plain = map[string]string{
	"today": "today", "清单": "today", "今日清单": "today", "今天的清单": "today", "待办": "today", "今日待办": "today", "看清单": "today",
	"household": "household", "查农户": "household", "查户": "household", "农户卡": "household", "看农户": "household", "查": "household", "查一下": "household",
	"why": "why", "为什么": "why", "history": "history", "历史": "history", "历史记录": "history", "查记录": "history",
	"me": "me", "我的情况": "me", "language": "language", "语言": "language", "换语言": "language",
	"help": "help", "帮助": "help", "怎么用": "help", "使用说明": "help", "命令": "help", "菜单": "help",
	"away": "away", "请假": "away", "我要请假": "away", "我请假": "away", "休假": "away",
	"delegate": "delegate", "代办": "delegate", "请人代办": "delegate",
	"emergencies": "emergencies", "急难清单": "emergencies", "急难列表": "emergencies", "看急难": "emergencies", "未办结急难": "emergencies",
	"overdue": "overdue", "逾期": "overdue", "看逾期": "overdue", "items": "items", "待解决": "items", "待解决事项": "items",
}

// about are the commands that take a household behind them.
var about = map[string]bool{"household": true, "why": true, "history": true}

// PlainCommand reads a command in plain words, alone or before a blank and what
// it is about: 今日清单, 历史 张春明. What tells of a household is none.
func PlainCommand(text string, day model.Day) (name, rest string, ok bool) {
	if name = plain[bare(text)]; name != "" {
		return name, "", true
	}
	words := strings.Fields(text)
	if len(words) < 2 || len([]rune(text)) > longestAnswer {
		return "", "", false
	}
	rest = strings.Join(words[1:], " ")
	name = plain[bare(words[0])]
	if name == "away" {
		_, ok = reading.ReadLeave(rest, day)
		return name, rest, ok
	}
	return name, rest, about[name] && reading.Read(rest, day).Outcome == model.Unclear
}
