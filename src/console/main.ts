import { mount } from 'svelte';
import App from './app/App.svelte';
import './styles/base.css';

const root = document.getElementById('app');
if (!root) throw new Error('the page has no #app');
mount(App, { target: root });
// Up for a while: early.js may reload again, should that ever be needed; not before, lest it go in a circle.
const upMilliseconds = 10_000;
setTimeout(() => sessionStorage.removeItem('peapod-reloads'), upMilliseconds);
