import { createHash } from 'node:crypto';
import type { UserId } from '../../protocol/ids.ts';

/** The languages names are suggested in. */
export const nameLanguages = ['en', 'zh'] as const;
export type NameLanguage = (typeof nameLanguages)[number];

/** The name a guest goes by before choosing one, such as "Blue Otter" or "蓝水獭": always the same for the same guest. */
export function suggestName(id: UserId, language: NameLanguage): string {
  const { traits, animals, between } = words[language];
  const hash = createHash('sha256').update(id).digest();
  const trait = traits[hash.readUInt32BE(0) % traits.length];
  const animal = animals[hash.readUInt32BE(4) % animals.length];
  return `${trait}${between}${animal}`;
}

const list = (text: string) => text.trim().split(/\s+/);

const words: Record<NameLanguage, { traits: string[]; animals: string[]; between: string }> = {
  en: {
    traits: list(`
      Amber Azure Blue Brave Bright Calm Cheerful Clever Copper Coral Cosy Crimson Curious Dapper Eager Early
      Fair Fern Fond Gentle Glad Golden Green Happy Honest Indigo Ivory Jade Jolly Keen Kind Lilac Lively Lucky
      Marble Mellow Merry Mint Noble Olive Patient Pearl Plum Quick Quiet Rosy Ruby Sage Silver Sunny Swift Teal
      Tidy Velvet Violet Warm Willow Wise`),
    animals: list(`
      Albatross Alpaca Antelope Badger Bear Beaver Bison Bluebird Camel Capybara Cat Chipmunk Cormorant Crane
      Cricket Deer Dolphin Dormouse Dove Duck Eagle Egret Elk Falcon Ferret Finch Firefly Flamingo Fox Gazelle
      Gecko Gibbon Goldfinch Goose Hare Hawk Hedgehog Heron Hoopoe Horse Ibex Ibis Kestrel Kingfisher Kiwi Koala
      Lark Lemur Lion Lynx Magpie Manatee Marmot Marten Meerkat Moose Narwhal Nightingale Octopus Oriole Osprey
      Otter Owl Panda Pelican Penguin Pika Puffin Quail Quokka Rabbit Raven Robin Salmon Seahorse Seal Sparrow
      Squirrel Starling Stork Swallow Swan Tapir Tern Tiger Toucan Turtle Walrus Whale Wolf Wombat Wren Yak Zebra`),
    between: ' ',
  },
  zh: {
    traits: list(`
      蓝 青 碧 翠 绿 金 银 红 橙 紫 白 墨 粉 琥珀 靛 杏 樱 桃 柠 薄荷 月光 星空 晨光 晚霞 彩虹 云朵 微风 春日 夏日 秋日
      冬日 温柔 快乐 安静 勇敢 聪明 好奇 友善 悠闲 活泼 可爱 幸运 温暖 开朗 自在 机灵 踏实 清新 闪亮 呼噜`),
    animals: list(`
      水獭 海獭 狐狸 松鼠 刺猬 兔子 小鹿 麋鹿 羚羊 熊猫 小熊 树懒 水豚 羊驼 骆驼 斑马 长颈鹿 大象 河马 海豚 鲸鱼 海豹
      海狮 海象 海马 海龟 企鹅 海鸥 信天翁 天鹅 仙鹤 白鹭 苍鹭 燕子 麻雀 喜鹊 百灵 夜莺 画眉 黄鹂 翠鸟 戴胜 猫头鹰 啄木鸟
      鹦鹉 孔雀 鸽子 云雀 知更鸟 山雀 雨燕 蜂鸟 火烈鸟 鹈鹕 海鹦 小猫 柴犬 柯基 小马 雪豹 老虎 狮子 猞猁 貂 獾 浣熊 河狸
      袋鼠 考拉 袋熊 狐猴 金丝猴 鼹鼠 仓鼠 龙猫 鼠兔 壁虎 青蛙 萤火虫 蜻蜓 蝴蝶 瓢虫 章鱼`),
    between: '',
  },
};
