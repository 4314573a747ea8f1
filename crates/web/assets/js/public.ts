import { copyOnPress } from './copy'
import { countCharacters } from './count'
import { focusErrors } from './errors'
import { leaveOnShift } from './exit'
import { sendOnce } from './once'
import { suggestWhileTyping } from './suggest'
import { proposeWhileTyping } from './typing'

document.documentElement.classList.add('js')
focusErrors()
countCharacters()
leaveOnShift()
sendOnce()
suggestWhileTyping()
proposeWhileTyping()
copyOnPress()
