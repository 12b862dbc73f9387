import type { InterestSlug } from '../../../protocol/ids.ts';
import type { Interest } from '../Store.ts';

type Seed = readonly [slug: string, en: string, zh: string, hue: number, pattern: string, aliases: string];

// Aliases are other words people search for, parted by commas.
const seeds: readonly Seed[] = [
  [
    'hangout',
    'Hanging out',
    '闲聊',
    75,
    'house',
    'chat,small talk,lounge,talk,friends,hang out,聊天,唠嗑,朋友,交友,吹水',
  ],
  [
    'astronomy',
    'Astronomy',
    '天文',
    250,
    'astronomy',
    'stars,telescope,planets,space,stargazing,观星,星空,望远镜,太空',
  ],
  [
    'film',
    'Film photography',
    '胶片摄影',
    18,
    'film',
    'photography,analog,camera,darkroom,摄影,相机,暗房,拍照',
  ],
  ['bouldering', 'Bouldering', '抱石', 56, 'bouldering', 'climbing,rock climbing,crag,攀岩,攀登'],
  [
    'hardware',
    'Open hardware',
    '开源硬件',
    170,
    'hardware',
    'electronics,soldering,arduino,keyboards,maker,电子,焊接,键盘,创客',
  ],
  ['cooking', 'Cooking', '做饭', 128, 'cooking', 'food,recipes,kitchen,dinner,美食,烹饪,菜谱,厨房,下厨'],
  ['retro', 'Retro games', '复古游戏', 345, 'retro', 'arcade,console,pixel,nes,红白机,街机,老游戏,像素'],
  [
    'languages',
    'Language exchange',
    '语言交换',
    98,
    'language',
    'language,practice,english,spanish,chinese,学英语,语言,口语,练习,外语',
  ],
  ['birding', 'Birding', '观鸟', 212, 'birding', 'birds,birdwatching,ornithology,鸟,鸟类'],
  ['chess', 'Chess and go', '棋类', 40, 'chess', 'chess,go,weiqi,xiangqi,checkers,国际象棋,围棋,象棋,五子棋'],
  ['knitting', 'Knitting', '编织', 2, 'knitting', 'crochet,yarn,wool,sewing,毛线,钩针,手工,缝纫'],
  [
    'synths',
    'Synthesizers',
    '合成器',
    290,
    'synths',
    'synth,electronic music,modular,production,电子音乐,编曲,制作',
  ],
  ['gardening', 'Gardening', '园艺', 146, 'gardening', 'plants,garden,seeds,balcony,种花,植物,花园,种菜'],
  ['cycling', 'Cycling', '骑行', 112, 'cycling', 'bike,bicycle,biking,touring,自行车,单车'],
  ['vinyl', 'Vinyl records', '黑胶', 318, 'vinyl', 'records,listening,albums,hi-fi,唱片,听歌,音响'],
  ['books', 'Books', '读书', 75, 'books', 'reading,novels,book club,literature,阅读,书,小说,文学'],
  [
    'diving',
    'Diving',
    '潜水',
    226,
    'birding',
    'scuba,freediving,snorkeling,underwater,浮潜,自由潜,水肺,水下',
  ],
  [
    'hiking',
    'Hiking',
    '徒步',
    150,
    'gardening',
    'walking,trails,mountains,camping,backpacking,爬山,登山,露营,户外',
  ],
  ['running', 'Running', '跑步', 30, 'cycling', 'jogging,marathon,trail running,慢跑,马拉松,越野跑'],
  ['guitar', 'Guitar', '吉他', 62, 'vinyl', 'acoustic,bass,ukulele,songs,弹唱,贝斯,尤克里里,指弹'],
  ['singing', 'Singing', '唱歌', 330, 'synths', 'karaoke,choir,voice,ktv,k歌,合唱,声乐'],
  [
    'drawing',
    'Drawing and painting',
    '绘画',
    10,
    'film',
    'art,sketching,watercolour,illustration,画画,素描,水彩,插画,美术',
  ],
  ['writing', 'Writing', '写作', 84, 'books', 'poetry,stories,novel,journal,诗,诗歌,创作,日记'],
  [
    'programming',
    'Programming',
    '编程',
    190,
    'hardware',
    'coding,software,code,developer,open source,写代码,程序员,开发,软件',
  ],
  [
    'science',
    'Science',
    '科学',
    265,
    'astronomy',
    'physics,biology,chemistry,maths,物理,生物,化学,数学,科普',
  ],
  [
    'boardgames',
    'Board games',
    '桌游',
    48,
    'chess',
    'tabletop,dnd,dungeons and dragons,cards,跑团,卡牌,狼人杀,剧本杀',
  ],
  ['gaming', 'Video games', '电子游戏', 305, 'retro', 'games,esports,minecraft,switch,游戏,开黑,电竞,手游'],
  ['movies', 'Movies and series', '电影', 355, 'film', 'cinema,tv,series,anime,影视,追剧,动漫,动画,番剧'],
  ['tea', 'Tea and coffee', '茶与咖啡', 120, 'cooking', 'coffee,espresso,gongfu,茶,咖啡,泡茶,手冲'],
  ['baking', 'Baking', '烘焙', 66, 'cooking', 'bread,sourdough,cake,pastry,面包,蛋糕,甜点,酸面团'],
  ['pets', 'Cats, dogs and other pets', '宠物', 90, 'house', 'cats,dogs,animals,猫,狗,猫咪,养猫,铲屎官'],
  ['parenting', 'Parenting', '育儿', 350, 'house', 'kids,children,family,baby,孩子,亲子,带娃,家庭'],
  [
    'mindfulness',
    'Meditation and yoga',
    '冥想与瑜伽',
    200,
    'gardening',
    'meditation,yoga,breathing,calm,冥想,瑜伽,正念,呼吸',
  ],
  [
    'study',
    'Studying together',
    '一起自习',
    240,
    'books',
    'homework,focus,pomodoro,exam,学习,自习,考研,番茄钟,作业',
  ],
  ['travel', 'Travel', '旅行', 218, 'language', 'trips,backpacking,cities,旅游,出行,背包客,攻略'],
  ['football', 'Football', '足球', 138, 'cycling', 'soccer,match,world cup,league,球赛,世界杯,英超'],
];

// Each pair is written once and holds both ways.
const pairs = `astronomy science, astronomy film, film drawing, film movies, bouldering hiking, bouldering running,
  hardware programming, hardware synths, hardware retro, cooking baking, cooking gardening, cooking tea,
  retro gaming, languages travel, languages books, birding hiking, birding gardening, birding diving,
  chess boardgames, knitting drawing, knitting tea, synths vinyl, synths guitar, gardening pets, cycling running,
  cycling hiking, vinyl guitar, vinyl movies, books writing, books study, diving travel, hiking travel,
  guitar singing, singing hangout, drawing writing, programming science, science study, boardgames gaming,
  boardgames hangout, gaming hangout, movies gaming, tea mindfulness, tea books, baking parenting, pets hangout,
  pets parenting, mindfulness running, mindfulness study, football running, football hangout, programming study`;

/** The interests every house begins with, in the order in which they are shown. */
export const interests: readonly Interest[] = seeds.map(([slug, en, zh, hue, pattern, aliases]) => ({
  slug: slug as InterestSlug,
  names: { en, zh },
  hue,
  pattern,
  related: relatedTo(slug),
  aliases: aliases.split(','),
}));

function relatedTo(slug: string): InterestSlug[] {
  return pairs
    .split(',')
    .map((pair) => pair.trim().split(' '))
    .filter((pair) => pair.includes(slug))
    .map(([one, other]) => (one === slug ? other : one) as InterestSlug);
}
