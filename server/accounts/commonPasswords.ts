// What people choose most among what is long enough: words of leaked lists, in lower case, without what they
// are decorated with. A password is as common as what is left of it when digits and signs at its ends are gone.
const cores = new Set(
  `
  password passwort passw0rd p@ssword p@ssw0rd pa55word motdepasse contraseña contrasena senha parola wachtwoord heslo
  salasana lozinka parool mypassword thepassword newpassword yourpassword oldpassword testpassword defaultpassword
  passwordpassword changeme changemenow letmein letmeinnow letmeinplease openup opensesame opensezame welcome welcomehome
  welcometo welcomeback iloveyou iloveu iloveyouso iloveyoubaby iloveyouforever loveyou loveyouforever iloveme iloveher
  iloveyoumom iloveyou2 iloveyou4ever ilovegod ilovejesus ilovemyself ilovemyfamily ilovemymom ilovechina woaini
  woaiwojia woaiwo woaizhongguo wodemima mima mimamima qwerty qwertyui qwertyuiop qwertzuiop qwertz azerty azertyuiop
  asdfghjkl asdfghjklqwertyuiop zxcvbnm zxcvbnmasdfghjkl qwertyuiopasdfghjkl qwertyuiopasdfghjklzxcvbnm qazwsxedc
  qazwsxedcrfv qazwsx qweasdzxc qweasd qwerasdfzxcv asdfasdf asdfqwer qwerqwer qwertyqwerty asdasdasd qweqweqwe zxczxczxc
  q1w2e3r4t5 q1w2e3r4t5y6 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc 1qaz2wsx3edc4rfv zaq12wsx zaq1xsw2 zaq1zaq1
  !qaz2wsx 1qazxsw2 q1w2e3r4 1q2w3e4r a1b2c3d4e5 a1b2c3d4 abcdefgh abcdefghi abcdefghij abcdefghijk abcabcabc aabbccdd
  abcd1234abcd administrator admin adminadmin adminpassword rootroot root toor superuser superadmin sysadmin guest
  guestguest testtest testing testuser test123test demo demodemo sample example examplepassword user username useruser
  login loginlogin master masterkey masterpassword mastermind secret topsecret supersecret mysecret secretsecret
  sunshine sunshineday princess princesses football footballer baseball basketball volleyball softball superman batman
  spiderman wonderwoman ironman starwars starwarsrocks startrek pokemon pikachu charizard minecraft fortnite roblox
  counterstrike worldofwarcraft leagueoflegends dragon dragonball dragonballz dragons monkey monkeybusiness michael
  jennifer jessica michelle charlotte christina alexander alexandra elizabeth katherine stephanie christopher
  christian jonathan benjamin matthew anthony andrew nicholas veronica victoria samantha isabella francisco alejandro
  gabriel sebastian fernando guadalupe esperanza corazon hermosa estrella teamo teamomucho tequiero tequieromucho
  mexico america argentina barcelona realmadrid liverpool liverpoolfc chelsea chelseafc arsenal arsenalfc manchester
  manchesterunited manutd juventus bayern bayernmunich galatasaray fenerbahce besiktas portugal brasil brasilia corinthians
  flamengo palmeiras australia germany deutschland england scotland california newyork newyorkcity losangeles chicago
  sanfrancisco london paris berlin hamburg muenchen schalke blessed jesuschrist jesusislord jesuslovesme jesussaves
  jesus godisgood godislove godbless heavenly angel angelina angels butterfly butterflies chocolate chocolates cookie
  cookiemonster strawberry blueberry raspberry watermelon pineapple bananas cheesecake cupcake sweetheart sweetie
  sweetness babygirl babyboy babygurl babydoll lovely lovelove lovelife forever foreverlove forever21 friends
  friendship bestfriend bestfriends family familyfirst familia happiness happyday happybirthday birthday christmas
  summertime summer winter winteriscoming spring autumn january february september october november december monday
  computer computers internet hacker hackers hackerman cheese whatever whateverwhatever nothing nothingmuch something
  anything everything trustno1 trustnoone fuckyou fuckyouall fuckoff motherfucker asshole bullshit blahblah blahblahblah
  hellohello helloworld hello hellothere hellokitty kitty kittycat mickeymouse snoopy scoobydoo spongebob
  spongebobsquarepants tinkerbell garfield winniethepooh harrypotter hogwarts gryffindor slytherin lordoftherings gandalf
  frodobaggins matrix neo thematrix terminator metallica nirvana slipknot greenday blinkone linkinpark ironmaiden acdc
  beatles rockandroll rockstar rocknroll guitar drummer skateboard snowboard snowboarding surfing fishing hunting
  mustang camaro corvette ferrari lamborghini porsche mercedes mercedesbenz volkswagen chevrolet chevy yamaha kawasaki
  suzuki harley harleydavidson airforce marines military soldier warrior warriors killer killers gangster gangsta
  playstation nintendo xbox microsoft windows windowsxp google googlegoogle facebook instagram youtube samsung iphone
  android linkedin twitter whatsapp wordpress ubuntu linux unix oracle cisco database server servers network wireless
  correcthorsebatterystaple correcthorse batterystaple hobnob hobnobhobnob videochat voicechat meeting meetingroom
  `
    .trim()
    .split(/\s+/),
);

const rows = ['abcdefghijklmnopqrstuvwxyz', '01234567890123456789', 'qwertyuiopasdfghjklzxcvbnm'];
const bothWays = [...rows, ...rows.map((row) => [...row].reverse().join(''))];
// "aaaaaaaaaaab", "1212121212"
const fewestLetters = 5;

/** Says whether a password is one of those that are tried first. */
export function isCommonPassword(password: string): boolean {
  const plain = password.toLowerCase();
  const core = plain.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  return (
    cores.has(plain) ||
    cores.has(core) ||
    bothWays.some((row) => row.includes(plain)) ||
    new Set(plain).size < fewestLetters
  );
}
