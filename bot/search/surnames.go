package search

// surnames read otherwise than the character usually does, or where one of
// several readings is meant; "/" parts readings that both are in use. The
// compound ones stand for all their characters.
var surnames = map[string]string{
	"单": "shan", "曾": "zeng", "解": "xie", "查": "zha", "仇": "qiu", "区": "ou", "朴": "piao", "任": "ren", "华": "hua",
	"覃": "qin/tan", "翟": "zhai/di", "乐": "yue/le", "缪": "miao", "盖": "ge/gai", "召": "shao", "冼": "xian", "洗": "xian",
	"隗": "wei/kui", "郗": "xi/chi", "折": "she", "黑": "he/hei", "员": "yun/yuan", "种": "chong", "秘": "bi", "繁": "po",
	"葛": "ge", "纪": "ji", "柏": "bai/bo", "沈": "shen", "石": "shi", "薄": "bo", "车": "che", "过": "guo", "哈": "ha",
	"贾": "jia", "那": "na", "能": "nai", "宁": "ning", "曲": "qu", "牟": "mu/mou", "藏": "zang", "祭": "zhai", "应": "ying",
	"谌": "chen/shen", "费": "fei/bi", "都": "du", "莘": "shen/xin", "仝": "tong", "角": "jue/jiao", "重": "chong", "卜": "bu",
	"尹": "yin", "俞": "yu", "尉": "wei/yu", "逄": "pang", "乜": "nie", "佴": "nai/er", "撒": "sa", "晁": "chao", "强": "qiang/jiang",
	"粘": "nian", "炅": "gui", "令": "ling", "阚": "kan", "番": "pan/fan", "适": "kuo", "庾": "yu", "蕃": "bo/fan", "朝": "chao",
	"尉迟": "yu chi", "万俟": "mo qi", "长孙": "zhang sun", "单于": "chan yu", "令狐": "ling hu", "澹台": "tan tai", "宰父": "zai fu",
	"鲜于": "xian yu", "皇甫": "huang fu", "欧阳": "ou yang", "上官": "shang guan", "夏侯": "xia hou", "司马": "si ma", "诸葛": "zhu ge",
}

// surname returns how a name's surname reads, where the table knows, and what is
// left of the name.
func surname(name string) (as, rest string) {
	runes := []rune(name)
	for _, n := range []int{2, 1} {
		if len(runes) > n {
			if as := surnames[string(runes[:n])]; as != "" {
				return as, string(runes[n:])
			}
		}
	}
	return "", name
}
